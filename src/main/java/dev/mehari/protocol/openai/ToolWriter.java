package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.OpenAiToolWriter;
import java.util.List;

/** Writes tools, and earlier calls of them; what a tool is stands in an object that has the name of its type. */
final class ToolWriter extends OpenAiToolWriter {
    private final Aim aim;
    private final Losses losses;

    ToolWriter(Aim aim, Losses losses) {
        super(aim, losses);
        this.aim = aim;
        this.losses = losses;
    }

    @Override
    protected ObjectNode function(Tool.Function tool) {
        ObjectNode written = Tree.object().put("type", "function");
        ObjectNode function = described(written.putObject("function"), tool.name(), tool.description());
        if (tool.schema() != null) {
            function.set("parameters", tool.schema());
        }
        if (strict(tool) && tool.strict() != null) {
            function.put("strict", tool.strict().value());
        }
        if (tool.cache() != null && !aim.has(Quirk.CACHE_CONTROL)) {
            losses.dropped(tool.cache().at());
        } else {
            CacheMarks.write(tool.cache(), written, aim, losses);
        }
        return written;
    }

    @Override
    protected ObjectNode custom(Tool.Custom tool) {
        ObjectNode written = Tree.object().put("type", "custom");
        ObjectNode custom = described(written.putObject("custom"), tool.name(), tool.description());
        if (tool.format() instanceof ObjectNode format) {
            ObjectNode grammar = format.deepCopy();
            grammar.remove("type");
            custom.putObject("format").put("type", "grammar").set("grammar", grammar);
        }
        return written;
    }

    @Override
    protected boolean takes(Tool.Hosted tool) {
        return tool.raw().path(tool.type()).isObject();
    }

    @Override
    protected ObjectNode named(String name, ArrayNode written) {
        String type = "function";
        for (JsonNode tool : written) {
            if (tool.path("custom").path("name").asText().equals(name)) {
                type = "custom";
            }
        }
        ObjectNode out = Tree.object().put("type", type);
        out.putObject(type).put("name", name);
        return out;
    }

    @Override
    protected ObjectNode allowedTools(String mode, List<ObjectNode> tools) {
        ObjectNode out = Tree.object().put("type", "allowed_tools");
        out.putObject("allowed_tools").put("mode", mode).putArray("tools").addAll(tools);
        return out;
    }

    /** A call of the history. */
    void call(Content.ToolCall call, ObjectNode out) {
        boolean custom = custom(call);
        String type = custom ? "custom" : "function";
        out.put("type", type)
                .putObject(type)
                .put("name", name(call.name()))
                .put(custom ? "input" : "arguments", custom ? call.arguments() : arguments(call));
    }
}
