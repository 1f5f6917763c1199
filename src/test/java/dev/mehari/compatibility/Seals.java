package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;

/** Looks for a seal, as it is or in an envelope. */
final class Seals {
    private Seals() {}

    static boolean in(JsonNode node, String seal) {
        if (node.isTextual()) {
            Carrier opened = Envelope.open(node.asText());
            return node.asText().contains(seal)
                    || (opened != null && opened.raw().toString().contains(seal));
        }
        for (JsonNode inner : node) {
            if (in(inner, seal)) {
                return true;
            }
        }
        return false;
    }
}
