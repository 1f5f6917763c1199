package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** A message with one part: text, or why there is none. */
final class MessageItem extends OutputItem {
    private final boolean refusal;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode said = Tree.array();

    MessageItem(EventWriter wire, String id, int place, boolean refusal) {
        super(wire, "msg_" + id, place);
        this.refusal = refusal;
    }

    boolean refusal() {
        return refusal;
    }

    @Override
    ObjectNode empty() {
        ObjectNode item = head("message", "in_progress").put("role", "assistant");
        item.putArray("content");
        return item;
    }

    @Override
    ObjectNode json(String status) {
        ObjectNode item = head("message", status).put("role", "assistant");
        item.putArray("content").add(part());
        return item;
    }

    private ObjectNode part() {
        if (refusal) {
            return Tree.object().put("type", "refusal").put("refusal", text.toString());
        }
        ObjectNode part = Tree.object().put("type", "output_text").put("text", text.toString());
        part.putArray("annotations");
        part.set("logprobs", said.deepCopy());
        return part;
    }

    @Override
    void begin() {
        super.begin();
        wire().send("response.content_part.added", place().set("part", part()));
    }

    private ObjectNode place() {
        return inside().put("content_index", 0);
    }

    @Override
    void delta(String more, @Nullable JsonNode logprobs) {
        text.append(more);
        String at = insideText() + ",\"content_index\":0";
        if (refusal) {
            wire().delta("response.refusal.delta", at, more, null);
            return;
        }
        ArrayNode chances = logprobs instanceof ArrayNode list ? list : Tree.array();
        said.addAll(chances);
        wire().delta("response.output_text.delta", at, more, chances);
    }

    @Override
    void close() {
        if (refusal) {
            wire().send("response.refusal.done", place().put("refusal", text.toString()));
        } else {
            ObjectNode done = place().put("text", text.toString());
            done.set("logprobs", said.deepCopy());
            wire().send("response.output_text.done", done);
        }
        wire().send("response.content_part.done", place().set("part", part()));
    }
}
