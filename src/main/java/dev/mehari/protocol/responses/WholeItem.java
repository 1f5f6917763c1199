package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** An item that has no pieces. */
final class WholeItem extends OutputItem {
    private final ObjectNode item;

    private WholeItem(EventWriter wire, String id, int place, ObjectNode item) {
        super(wire, id, place);
        this.item = item;
    }

    /** What a tool of OpenAI's did, as it said so. */
    static WholeItem of(EventWriter wire, String id, int place, ObjectNode raw) {
        return new WholeItem(wire, raw.path("id").asText(id), place, raw);
    }

    static WholeItem of(EventWriter wire, String id, int place, Block.Image image) {
        String result = switch (image.media()) {
            case Media.Inline inline -> inline.base64();
            case Media.Remote remote -> remote.url();
            case Media.Stored stored -> stored.id();
            case Media.Plain plain -> plain.text();
        };
        ObjectNode item = Tree.object().put("type", "image_generation_call").put("result", result);
        return new WholeItem(wire, "ig_" + id, place, item);
    }

    @Override
    ObjectNode empty() {
        ObjectNode begun = json("in_progress");
        if (begun.has("result")) {
            begun.putNull("result");
        }
        return begun;
    }

    @Override
    ObjectNode json(String status) {
        ObjectNode out = head(item.path("type").asText(), status);
        item.properties().stream()
                .filter(member -> !out.has(member.getKey()))
                .forEach(member -> out.set(member.getKey(), member.getValue()));
        return out;
    }

    @Override
    void delta(String text, @Nullable JsonNode logprobs) {}

    @Override
    void close() {}
}
