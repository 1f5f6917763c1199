package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import org.jspecify.annotations.Nullable;

/** What stands in {@code signature}: Anthropic's own as it is, another vendor's in an envelope. */
final class Signatures {
    private Signatures() {}

    static String of(Carrier carrier) {
        JsonNode own = only(carrier, "thinking");
        return own == null ? Envelope.text(carrier) : own.path("signature").asText();
    }

    /** The block of thinking that only Anthropic can read, null when the carrier is none. */
    static @Nullable JsonNode redacted(Carrier carrier) {
        return only(carrier, "redacted_thinking");
    }

    private static @Nullable JsonNode only(Carrier carrier, String type) {
        boolean own = carrier.origin() == Protocol.ANTHROPIC_MESSAGES
                && carrier.raw().size() == 1
                && carrier.raw().path(0).path("type").asText().equals(type);
        return own ? carrier.raw().path(0) : null;
    }
}
