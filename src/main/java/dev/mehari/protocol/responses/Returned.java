package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Edit;
import dev.mehari.protocol.Elements;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history on its way to a server of Responses, without what that cannot know: thinking of another provider, and thinking
 * that only has an id of ours. It would look for the one among what it keeps, and fail to open the other.
 */
final class Returned {
    private Returned() {}

    static byte[] of(byte[] body, Losses losses) {
        if (!Minted.mayBeIn(body)) {
            return body;
        }
        Elements items = Elements.of(body, "input");
        Map<Integer, List<JsonNode>> changes = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.tree(i);
            List<JsonNode> change = switch (item.path("type").asText()) {
                case "reasoning" -> reasoning(item, "input[" + i + "]", losses);
                case "item_reference" -> reference(item, "input[" + i + "]");
                default -> null;
            };
            if (change != null) {
                changes.put(i, change);
            }
        }
        return Edit.apply(body, items.edits(changes));
    }

    /** What comes in its place, null when it stays. */
    private static @Nullable List<JsonNode> reasoning(JsonNode item, String at, Losses losses) {
        String sealed = item.path("encrypted_content").asText("");
        if (sealed.isEmpty() ? !Minted.is(item.path("id").asText()) : !Envelope.made(sealed)) {
            return null;
        }
        Carrier carrier = sealed.isEmpty() ? null : Envelope.open(sealed);
        if (carrier != null && carrier.origin() == Protocol.OPENAI_RESPONSES) {
            return List.of(carrier.raw());
        }
        if (!sealed.isEmpty()
                || !item.path("summary").isEmpty()
                || !item.path("content").isEmpty()) {
            losses.dropped(at);
        }
        return List.of();
    }

    private static @Nullable List<JsonNode> reference(JsonNode item, String at) {
        if (Minted.is(item.path("id").asText())) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_CONTENT,
                    "\"" + at + "\" refers to an item that no server keeps; the item itself has to be sent",
                    at);
        }
        return null;
    }
}
