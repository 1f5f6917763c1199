package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads calls of tools, and what the tools said. */
final class CallReader {
    private final Names names;
    private final PartReader parts;

    CallReader(Names names, PartReader parts) {
        this.names = names;
        this.parts = parts;
    }

    Content.ToolCall call(Fields item, String given, boolean custom) {
        String name = names.name(item.text("namespace"), item.needText("name"));
        return new Content.ToolCall(id(item), name, text(item.get(given)), custom, null, null, item.path());
    }

    Content.ToolCall call(Fields item, ClientTool tool) {
        item.ignore("execution");
        String action = text(item.get(tool.member()));
        return new Content.ToolCall(id(item), tool.type(), action, false, null, null, item.path());
    }

    Content.ToolResult result(Fields item) {
        item.ignore("name", "namespace");
        item.need("output");
        return new Content.ToolResult(id(item), parts.parts(item, "output"), false, null, item.path());
    }

    /** What it said is text: as it is, as JSON, or the names of the tools that were found. */
    Content.ToolResult result(Fields item, ClientTool tool) {
        item.ignore("execution", "max_output_length");
        String said = tool == ClientTool.TOOL_SEARCH ? found(item) : text(item.get("output"));
        // The oldest of them names its call by its own id.
        String id = tool == ClientTool.LOCAL_SHELL && item.get("call_id") == null ? item.needText("id") : id(item);
        Content text = new Content.Text(said, null, item.path());
        boolean failed = item.raw().path("status").asText().equals("failed");
        return new Content.ToolResult(id, List.of(text), failed, null, item.path());
    }

    private String found(Fields item) {
        ObjectNode found = Tree.object();
        ArrayNode list = found.putArray("tools");
        names.all(item.raw().path("tools")).forEach(list::add);
        return Tree.text(found);
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return value.isTextual() ? value.textValue() : Tree.text(value);
    }

    private static String id(Fields item) {
        String id = item.needText("call_id");
        if (id.isEmpty()) {
            throw Fields.wrong(item.at("call_id"), "a string that is not empty");
        }
        return id;
    }
}
