package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tool that is declared by its type and run by the caller; a call of it, and what it said, are items of their own type.
 * Elsewhere it is a function, and the object that its call holds here is its arguments there. Items and members: the types
 * of openai-java 4.101.
 */
enum ClientTool {
    /** Finds tools that were not declared. What it finds is declared by its result. */
    TOOL_SEARCH("tool_search", "arguments", "tool_search_output", "tsc_", "{}", "", ""),
    LOCAL_SHELL(
            "local_shell",
            "action",
            "local_shell_call_output",
            "lsh_",
            """
            {"type":"exec","env":{}}""",
            "Runs a command on the user's machine and returns what it printed.",
            """
            {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"},
            "description":"Program and arguments."},"working_directory":{"type":"string"},
            "timeout_ms":{"type":"integer"}},"required":["command"],"additionalProperties":false}"""),
    SHELL(
            "shell",
            "action",
            "shell_call_output",
            "sh_",
            "{}",
            "Runs commands in a shell on the user's machine and returns what they printed.",
            """
            {"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"},
            "description":"Command lines."},"timeout_ms":{"type":"integer"},
            "max_output_length":{"type":"integer"}},"required":["commands"],"additionalProperties":false}"""),
    APPLY_PATCH(
            "apply_patch",
            "operation",
            "apply_patch_call_output",
            "apc_",
            "{}",
            "Creates, changes or deletes one file of the user's by a diff in the V4A format.",
            """
            {"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file","delete_file"]},
            "path":{"type":"string"},"diff":{"type":"string","description":"Not for delete_file."}},
            "required":["type","path"],"additionalProperties":false}""");

    private final String type;
    private final String member;
    private final String output;
    private final String prefix;
    private final String always;
    private final String description;
    private final String schema;

    ClientTool(
            String type,
            String member,
            String output,
            String prefix,
            String always,
            String description,
            String schema) {
        this.type = type;
        this.member = member;
        this.output = output;
        this.prefix = prefix;
        this.always = always;
        this.description = description;
        this.schema = schema;
    }

    /** The tool of that declaration; null for any other, and for one that OpenAI's servers run. */
    static @Nullable ClientTool declared(JsonNode tool) {
        String type = tool.path("type").asText();
        return Stream.of(values())
                .filter(known -> known.type.equals(type) && known.runHere(tool))
                .findFirst()
                .orElse(null);
    }

    private boolean runHere(JsonNode tool) {
        return switch (this) {
            case TOOL_SEARCH -> tool.path("execution").asText().equals("client");
            case SHELL -> !tool.at("/environment/type").asText().startsWith("container");
            case LOCAL_SHELL, APPLY_PATCH -> true;
        };
    }

    /** The tool that an item calls, null for none of these. */
    static @Nullable ClientTool called(String item) {
        return Stream.of(values())
                .filter(known -> known.call().equals(item))
                .findFirst()
                .orElse(null);
    }

    /** The tool whose result an item is, null for none of these. */
    static @Nullable ClientTool answered(String item) {
        return Stream.of(values())
                .filter(known -> known.output.equals(item))
                .findFirst()
                .orElse(null);
    }

    String type() {
        return type;
    }

    String call() {
        return type + "_call";
    }

    /** The member of its call that says what to do. */
    String member() {
        return member;
    }

    String prefix() {
        return prefix;
    }

    /** As a function. */
    Tool.Function function(Fields tool) {
        String said = tool.text("description");
        JsonNode parameters = tool.get("parameters");
        tool.ignore("type", "execution", "environment");
        return new Tool.Function(
                type,
                said == null ? description : said,
                parameters == null ? Tree.parse(schema) : parameters,
                null,
                null,
                tool.path());
    }

    /**
     * What is to be done, by the arguments of the function.
     *
     * @param arguments JSON text; what is no object says nothing
     */
    ObjectNode action(String arguments) {
        ObjectNode action = Tree.object();
        if (Tree.parse(always) instanceof ObjectNode members) {
            action.setAll(members);
        }
        if (Tree.parse(arguments) instanceof ObjectNode said) {
            action.setAll(said);
        }
        return action;
    }
}
