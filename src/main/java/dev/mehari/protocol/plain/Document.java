package dev.mehari.protocol.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text whose parts routes read by their path: {@code status}, {@code data.items[0].text}, {@code messages.size}. Not
 * to be changed; any thread.
 */
public final class Document {
    private static final Pattern STEP = Pattern.compile("\\.|\\[(?=\\d+])|(?<=\\d)](?=\\.|\\[|$)");

    private final JsonNode root;

    public Document(JsonNode root) {
        this.root = root;
    }

    /** @throws IOException when it is not one JSON text */
    public static Document read(byte[] json) throws IOException {
        return new Document(Tree.read(json));
    }

    /** What stands there: String, Number, Boolean, a JSON text for an object or array, or null when there is nothing. */
    public @Nullable Object field(String path) {
        JsonNode found = at(path);
        if (found.isMissingNode() && path.endsWith(".size")) {
            JsonNode list = at(path.substring(0, path.length() - ".size".length()));
            return list.isArray() ? Long.valueOf(list.size()) : null;
        }
        return switch (found.getNodeType()) {
            case STRING -> found.textValue();
            case NUMBER -> found.numberValue();
            case BOOLEAN -> found.booleanValue();
            case OBJECT, ARRAY -> Tree.text(found);
            case BINARY, MISSING, NULL, POJO -> null;
        };
    }

    /** The same as JSON, ready to stand in another JSON text: strings in quotation marks; {@code null} for nothing. */
    public String json(String path) {
        JsonNode found = at(path);
        return found.isMissingNode() ? "null" : Tree.text(found);
    }

    /** What stands there; a missing node for nothing. An empty path is all of it. */
    public JsonNode at(String path) {
        JsonNode here = root;
        for (String step : STEP.split(path, -1)) {
            if (!step.isEmpty()) {
                boolean index =
                        here.isArray() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
                here = index ? here.path(Integer.parseInt(step)) : here.path(step);
            }
        }
        return here;
    }

    /** As JSON. */
    @Override
    public String toString() {
        return Tree.text(root);
    }
}
