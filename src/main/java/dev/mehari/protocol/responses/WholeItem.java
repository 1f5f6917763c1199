package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item that has no pieces. */
final class WholeItem extends OutputItem {
    /** Members in which items say something, of those that have some of them. */
    private static final List<String> SAID =
            List.of("content", "summary", "arguments", "input", "output", "result", "results");

    private final ObjectNode item;

    private WholeItem(EventWriter wire, String id, int place, ObjectNode item) {
        super(wire, id, place);
        this.item = item;
    }

    /**
     * What a tool of OpenAI's did, as it said so.
     *
     * @param id for one that has none
     */
    static WholeItem of(EventWriter wire, String id, int place, Block.Foreign foreign, ObjectNode raw) {
        String own = raw.path("id").asText("");
        return new WholeItem(
                wire, own.isEmpty() ? id : own, place, raw.deepCopy().put("type", foreign.type()));
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
        for (String name : SAID) {
            JsonNode said = begun.get(name);
            if (said != null && said.isTextual() && !name.equals("result")) {
                begun.put(name, "");
            } else if (said != null) {
                begun.set(name, said.isArray() ? Tree.array() : null);
            }
        }
        return begun;
    }

    @Override
    ObjectNode json(String status) {
        // What became of it its tool knows.
        String own = status.equals("in_progress") ? "" : item.path("status").asText("");
        ObjectNode out = head(item.path("type").asText(), own.isEmpty() ? status : own);
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
