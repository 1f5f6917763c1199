package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Writes one item of the output: its beginning, its pieces, its end. */
abstract sealed class OutputItem permits ActionItem, CallItem, MessageItem, ReasoningItem, WholeItem {
    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";

    private final EventWriter wire;
    private final String id;
    private final int place;

    /** @param place index in the output */
    OutputItem(EventWriter wire, String id, int place) {
        this.wire = wire;
        this.id = id;
        this.place = place;
    }

    /** The item as it is now. */
    abstract ObjectNode json(String status);

    /** The item as it begins: without anything of what it will say. */
    abstract ObjectNode empty();

    void begin() {
        wire.send("response.output_item.added", at().set("item", empty()));
    }

    abstract void delta(String text, @Nullable JsonNode logprobs);

    /** What is said at its end, before the item is given as a whole. */
    abstract void close();

    final ObjectNode end(String status) {
        close();
        ObjectNode item = json(status);
        wire.send("response.output_item.done", at().set("item", item));
        return item;
    }

    final EventWriter wire() {
        return wire;
    }

    final ObjectNode head(String type, @Nullable String status) {
        ObjectNode item = Tree.object().put("id", id).put("type", type);
        return status == null ? item : item.put("status", status);
    }

    private ObjectNode at() {
        return Tree.object().put("output_index", place);
    }

    /** Where an event inside the item belongs. */
    final ObjectNode inside() {
        return Tree.object().put("item_id", id).put("output_index", place);
    }

    /** The same as JSON text without braces. */
    final String insideText() {
        return "\"item_id\":\"" + id + "\",\"output_index\":" + place;
    }
}
