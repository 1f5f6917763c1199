package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a turn is as items of a response, each as it is when it is done. */
final class ResponsesOutput {
    private final Asked asked;
    private final Turn turn;

    ResponsesOutput(Asked asked, Turn turn) {
        this.asked = asked;
        this.turn = turn;
    }

    List<ObjectNode> items() {
        List<ObjectNode> items = new ArrayList<>();
        if (!turn.reasoning().isEmpty()) {
            items.add(reasoning());
        }
        if (!turn.pieces().isEmpty()) {
            items.add(message());
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            items.add(call(i));
        }
        return items;
    }

    /** Ids of items that came of thinking, and the id of the thinking. */
    Map<String, String> thought() {
        Map<String, String> thought = new TreeMap<>();
        List<ObjectNode> items = items();
        if (!turn.reasoning().isEmpty()) {
            items.forEach(item -> thought.put(
                    item.path("id").asText(), items.getFirst().path("id").asText()));
        }
        return thought;
    }

    boolean sealed() {
        return ResponsesRules.included(asked.body(), "reasoning.encrypted_content");
    }

    boolean refused() {
        return "refusal".equals(turn.finish());
    }

    /** The paragraphs of what was thought, as far as the caller asked to see them. */
    List<String> summary() {
        return asked.body().path("reasoning").hasNonNull("summary")
                ? List.of(turn.reasoning().split("\n\n", -1))
                : List.of();
    }

    private ObjectNode reasoning() {
        String id = "rs_fake" + asked.number();
        ObjectNode item = Json.object(
                "id",
                id,
                "type",
                "reasoning",
                "summary",
                Json.array(summary().stream().map(ResponsesOutput::summaryPart).toList()));
        if (sealed()) {
            item.put("encrypted_content", Seal.of(ResponsesHistory.VENDOR, id));
        }
        return item;
    }

    static ObjectNode summaryPart(String text) {
        return Json.object("type", "summary_text", "text", text);
    }

    private ObjectNode message() {
        boolean cut = List.of("max_output_tokens", "content_filter").contains(String.valueOf(turn.finish()));
        return Json.object(
                "id",
                "msg_fake" + asked.number(),
                "type",
                "message",
                "status",
                cut ? "incomplete" : "completed",
                "role",
                "assistant",
                "content",
                Json.array(part(turn.text())));
    }

    /** What a message holds: text, or why there is none. */
    ObjectNode part(String text) {
        return refused()
                ? Json.object("type", "refusal", "refusal", text)
                : Json.object(
                        "type", "output_text", "annotations", Json.array(), "logprobs", Json.array(), "text", text);
    }

    private ObjectNode call(int index) {
        ToolCall call = turn.calls().get(index);
        boolean custom = isCustom(call.name());
        return Json.object(
                "id",
                (custom ? "ctc_fake" : "fc_fake") + asked.number() + "_" + index,
                "type",
                custom ? "custom_tool_call" : "function_call",
                "status",
                "completed",
                custom ? "input" : "arguments",
                call.arguments(),
                "call_id",
                call.idOr("call_" + asked.number() + "_" + index),
                "name",
                call.name());
    }

    private boolean isCustom(String name) {
        for (JsonNode tool : asked.body().path("tools")) {
            if (tool.path("type").asText().equals("custom")
                    && tool.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
