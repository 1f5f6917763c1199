package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import org.jspecify.annotations.Nullable;

/** A call of a tool that has a type in place of a name. What it is to do is known as a whole, when it ends. */
final class ActionItem extends OutputItem {
    private final Block.ToolCall call;
    private final ClientTool tool;
    private final StringBuilder given = new StringBuilder();

    ActionItem(EventWriter wire, String id, int place, Block.ToolCall call, ClientTool tool) {
        super(wire, tool.prefix() + id, place);
        this.call = call;
        this.tool = tool;
    }

    @Override
    ObjectNode empty() {
        return json("in_progress");
    }

    @Override
    ObjectNode json(String status) {
        ObjectNode item = head(tool.call(), status).put("call_id", call.id());
        if (tool == ClientTool.TOOL_SEARCH) {
            item.put("execution", "client");
        }
        return item.set(tool.member(), tool.action(given.toString()));
    }

    @Override
    void delta(String text, @Nullable JsonNode logprobs) {
        given.append(text);
    }

    @Override
    void close() {}
}
