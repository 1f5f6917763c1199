package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A tool that takes free text, where a model knows only functions: one with a single argument. */
public final class TextTool {
    private static final String INPUT = "input";

    private TextTool() {}

    /** JSON Schema of its arguments. */
    public static ObjectNode schema() {
        ObjectNode schema = Tree.object().put("type", "object");
        schema.putObject("properties").putObject(INPUT).put("type", "string");
        schema.putArray("required").add(INPUT);
        return schema.put("additionalProperties", false);
    }

    /** The text as arguments. */
    public static ObjectNode arguments(String text) {
        return Tree.object().put(INPUT, text);
    }

    /** The text that arguments hold; what is no such object is the text itself. */
    public static String text(String arguments) {
        JsonNode tree = Tree.parse(arguments);
        JsonNode input = tree == null ? null : tree.get(INPUT);
        if (input != null && input.isTextual()) {
            return input.textValue();
        }
        return tree != null && tree.isObject() && tree.isEmpty() ? "" : arguments;
    }
}
