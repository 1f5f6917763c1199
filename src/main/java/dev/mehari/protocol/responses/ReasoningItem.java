package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Thinking, shown as a summary, and what its provider wants back with it. */
final class ReasoningItem extends OutputItem {
    private final StringBuilder text = new StringBuilder();
    private @Nullable String sealed;

    ReasoningItem(EventWriter wire, String id, int place) {
        super(wire, "rs_" + id, place);
    }

    /**
     * OpenAI's own seal stays what it is, that of others goes into an envelope. So does one that belongs to an id: OpenAI
     * opens it under that id only, and this item has another.
     */
    void sign(Carrier carrier) {
        String own =
                carrier.origin() == Protocol.OPENAI_RESPONSES && !carrier.raw().hasNonNull("id")
                        ? carrier.raw().path("encrypted_content").asText("")
                        : "";
        sealed = own.isEmpty() ? Envelope.text(carrier) : own;
    }

    boolean signed() {
        return sealed != null;
    }

    @Override
    ObjectNode empty() {
        ObjectNode item = head("reasoning", "in_progress");
        item.putArray("summary");
        return item;
    }

    @Override
    ObjectNode json(String status) {
        ObjectNode item = head("reasoning", status);
        if (text.isEmpty()) {
            item.putArray("summary");
        } else {
            item.putArray("summary").add(part());
        }
        if (sealed != null) {
            item.put("encrypted_content", sealed);
        }
        return item;
    }

    private ObjectNode part() {
        return Tree.object().put("type", "summary_text").put("text", text.toString());
    }

    private ObjectNode place() {
        return inside().put("summary_index", 0);
    }

    @Override
    void delta(String more, @Nullable JsonNode logprobs) {
        if (text.isEmpty()) {
            wire().send("response.reasoning_summary_part.added", place().set("part", part()));
        }
        text.append(more);
        wire().delta("response.reasoning_summary_text.delta", insideText() + ",\"summary_index\":0", more, null);
    }

    @Override
    void close() {
        if (!text.isEmpty()) {
            wire().send("response.reasoning_summary_text.done", place().put("text", text.toString()));
            wire().send("response.reasoning_summary_part.done", place().set("part", part()));
        }
    }
}
