package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import org.jspecify.annotations.Nullable;

/** A call of a tool, with arguments in JSON or, of one that takes it, free text. */
final class CallItem extends OutputItem {
    private final Block.ToolCall call;
    private final Names.Known tool;
    private final StringBuilder given = new StringBuilder();

    CallItem(EventWriter wire, String id, int place, Block.ToolCall call, Names.Known tool) {
        super(wire, (call.custom() ? "ctc_" : "fc_") + id, place);
        this.call = call;
        this.tool = tool;
    }

    @Override
    ObjectNode empty() {
        return json("in_progress");
    }

    @Override
    ObjectNode json(String status) {
        ObjectNode item = call.custom() ? head("custom_tool_call", null) : head("function_call", status);
        item.put("call_id", call.id()).put("name", tool.name());
        if (tool.namespace() != null) {
            item.put("namespace", tool.namespace());
        }
        return item.put(call.custom() ? "input" : "arguments", given.toString());
    }

    @Override
    void delta(String text, @Nullable JsonNode logprobs) {
        given.append(text);
        String type =
                call.custom() ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta";
        wire().delta(type, insideText(), text, null);
    }

    @Override
    void close() {
        if (call.custom()) {
            wire().send("response.custom_tool_call_input.done", inside().put("input", given.toString()));
            return;
        }
        if (given.isEmpty()) {
            delta("{}", null);
        }
        wire().send(
                        "response.function_call_arguments.done",
                        inside().put("name", tool.name()).put("arguments", given.toString()));
    }
}
