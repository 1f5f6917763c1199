package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.TextTool;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolNames;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes the declarations of tools that the caller runs. */
final class Declared {
    private final ToolNames names;
    private final CacheMarks marks;
    private final Losses losses;

    Declared(ToolNames names, CacheMarks marks, Losses losses) {
        this.names = names;
        this.marks = marks;
        this.losses = losses;
    }

    ObjectNode function(Tool.Function function) {
        ObjectNode tool = Tree.object().put("name", names.out(function.name()));
        describe(tool, function.description());
        JsonNode schema = schema(function);
        Given<Boolean> strict = function.strict();
        if (strict != null && strict.value() && isClosed(schema)) {
            tool.set("input_schema", ClosedSchema.of(schema));
            tool.put("strict", true);
        } else {
            tool.set("input_schema", schema);
            if (strict != null && strict.value()) {
                losses.dropped(strict.at());
            }
        }
        return marks.on(tool, function.cache());
    }

    /** Anthropic holds calls to closed schemas only. */
    private static boolean isClosed(JsonNode schema) {
        JsonNode more = schema.get("additionalProperties");
        return more != null && more.isBoolean() && !more.booleanValue();
    }

    private static JsonNode schema(Tool.Function function) {
        JsonNode schema = function.schema();
        if (schema == null || (schema.isObject() && schema.isEmpty())) {
            return nothing();
        }
        JsonNode type = schema.get("type");
        if (!schema.isObject() || (type != null && !type.asText().equals("object"))) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the arguments of the tool \"" + function.name() + "\" must be an object",
                    function.at());
        }
        if (type == null) {
            ObjectNode typed = Tree.object().put("type", "object");
            schema.properties().forEach(member -> typed.set(member.getKey(), member.getValue()));
            return typed;
        }
        return schema;
    }

    ObjectNode custom(Tool.Custom custom) {
        ObjectNode tool = Tree.object().put("name", names.out(custom.name()));
        describe(tool, Grammar.told(custom));
        return tool.set("input_schema", TextTool.schema());
    }

    private static void describe(ObjectNode tool, @Nullable String description) {
        if (description != null && !description.isEmpty()) {
            tool.put("description", description);
        }
    }

    /** The schema of a tool without arguments. */
    static ObjectNode nothing() {
        ObjectNode schema = Tree.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }
}
