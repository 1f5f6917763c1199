package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.CallIds;
import dev.mehari.protocol.openaicommon.FailedResult;
import java.util.ArrayList;
import java.util.List;

/** Writes what tools said. */
final class ResultWriter {
    private final PartWriter parts;
    private final Losses losses;

    ResultWriter(PartWriter parts, Losses losses) {
        this.parts = parts;
        this.losses = losses;
    }

    ObjectNode item(Content.ToolResult result, boolean custom) {
        List<Content> said = new ArrayList<>(result.parts());
        if (result.error()) {
            FailedResult.tell(said, result);
        }
        if (result.cache() != null) {
            losses.dropped(result.cache().at());
        }
        ObjectNode item = Tree.object()
                .put("type", custom ? "custom_tool_call_output" : "function_call_output")
                .put("call_id", CallIds.fit(result.callId()));
        ArrayNode list = parts.list(said);
        boolean text = list.size() == 1
                && list.get(0).size() == 2
                && list.get(0).path("type").asText().equals("input_text");
        if (list.isEmpty() || text) {
            return item.put("output", list.path(0).path("text").asText(""));
        }
        return item.set("output", list);
    }
}
