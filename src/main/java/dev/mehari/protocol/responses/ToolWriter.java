package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.CallIds;
import dev.mehari.protocol.openaicommon.OpenAiToolWriter;
import java.util.List;

/** Writes tools, and earlier calls of them as items. */
final class ToolWriter extends OpenAiToolWriter {
    private final Losses losses;

    ToolWriter(Aim aim, Losses losses) {
        super(aim, losses);
        this.losses = losses;
    }

    @Override
    protected ObjectNode function(Tool.Function tool) {
        ObjectNode written = described(Tree.object().put("type", "function"), tool.name(), tool.description());
        written.set("parameters", tool.schema());
        if (strict(tool)) {
            // Left out, it would mean true here, and false where the caller comes from.
            written.put("strict", tool.strict() != null && tool.strict().value());
        }
        if (tool.cache() != null) {
            losses.dropped(tool.cache().at());
        }
        return written;
    }

    @Override
    protected ObjectNode custom(Tool.Custom tool) {
        ObjectNode written = described(Tree.object().put("type", "custom"), tool.name(), tool.description());
        if (tool.format() != null) {
            written.set("format", tool.format());
        }
        return written;
    }

    @Override
    protected boolean takes(Tool.Hosted tool) {
        return tool.type().equals(tool.raw().path("type").asText());
    }

    @Override
    protected ObjectNode named(String name, ArrayNode written) {
        String type = "function";
        for (JsonNode tool : written) {
            if (tool.path("name").asText().equals(name)) {
                type = tool.path("type").asText();
            }
        }
        return Tree.object().put("type", type).put("name", name);
    }

    @Override
    protected ObjectNode allowedTools(String mode, List<ObjectNode> tools) {
        ObjectNode out = Tree.object().put("type", "allowed_tools").put("mode", mode);
        out.putArray("tools").addAll(tools);
        return out;
    }

    /** A call of the history. */
    ObjectNode call(Content.ToolCall call) {
        boolean custom = custom(call);
        return Tree.object()
                .put("type", custom ? "custom_tool_call" : "function_call")
                .put("call_id", CallIds.fit(call.id()))
                .put("name", name(call.name()))
                .put(custom ? "input" : "arguments", custom ? call.arguments() : arguments(call));
    }
}
