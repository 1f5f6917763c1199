package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the thinking of an answer: its text, by the names that vendors have for it, and {@code reasoning_details}, which
 * OpenRouter wants back where something in them is signed or sealed. They come in pieces, told apart by their index.
 */
final class ThinkingDecoder {
    /** What grows from piece to piece; all else is said once. */
    private static final List<String> GROWING = List.of("text", "summary", "data");

    private final String at;
    private final boolean kept;
    private final Losses losses;
    private final List<ObjectNode> details = new ArrayList<>();

    /** @param at path of the message */
    ThinkingDecoder(String at, Aim aim, Losses losses) {
        this.at = at;
        this.kept = aim.has(Quirk.REASONING_OBJECT);
        this.losses = losses;
    }

    /** The text in a message, or in a piece of one; of several names for the same the first counts. */
    String take(JsonNode message) {
        JsonNode pieces = message.path("reasoning_details");
        for (JsonNode piece : pieces) {
            if (kept && piece instanceof ObjectNode object) {
                add(object);
            } else if (sealed(piece)) {
                losses.dropped(at + ".reasoning_details");
            }
        }
        if (!message.path("thinking_blocks").isEmpty()) {
            losses.dropped(at + ".thinking_blocks");
        }
        for (String name : new String[] {"reasoning_content", "reasoning"}) {
            String text = message.path(name).asText("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return text(pieces);
    }

    /** What is told in them in words. */
    static String text(JsonNode details) {
        StringBuilder text = new StringBuilder();
        for (JsonNode detail : details) {
            text.append(detail.path("text").asText(detail.path("summary").asText("")));
        }
        return text.toString();
    }

    private void add(ObjectNode piece) {
        ObjectNode before = piece.path("index").isIntegralNumber() ? same(piece) : null;
        if (before == null) {
            details.add(piece.deepCopy());
            return;
        }
        piece.properties().forEach(member -> {
            JsonNode value = member.getValue();
            String name = member.getKey();
            if (GROWING.contains(name) && value.isTextual() && before.path(name).isTextual()) {
                before.put(name, before.path(name).textValue() + value.textValue());
            } else if (!value.isNull()) {
                before.set(name, value);
            }
        });
    }

    private @Nullable ObjectNode same(ObjectNode piece) {
        for (ObjectNode detail : details) {
            if (detail.path("index").equals(piece.path("index"))
                    && detail.path("type").equals(piece.path("type"))) {
                return detail;
            }
        }
        return null;
    }

    private static boolean sealed(JsonNode detail) {
        return !detail.path("signature").asText("").isEmpty()
                || !detail.path("data").asText("").isEmpty();
    }

    /** What has to go back with the thinking up to here; null for nothing. */
    @Nullable
    Carrier seal() {
        boolean any = details.stream().anyMatch(ThinkingDecoder::sealed);
        ArrayNode all = Tree.array();
        details.forEach(all::add);
        details.clear();
        return any ? new Carrier(Protocol.OPENAI_CHAT, all) : null;
    }
}
