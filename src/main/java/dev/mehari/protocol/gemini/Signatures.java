package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Envelope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in {@code thoughtSignature}: Google's own, or what we put there for another provider. */
final class Signatures {
    /** What Gemini 3 takes for a call that it did not make itself; from its page on thought signatures. */
    static final String NONE = "skip_thought_signature_validator";

    private static final Set<String> EMPTY = Set.of("", NONE, "context_engineering_is_the_way_to_go");

    private Signatures() {}

    /** Null for none, and for the words that say that there is none. */
    static @Nullable Carrier read(@Nullable String signature) {
        if (signature == null || EMPTY.contains(signature)) {
            return null;
        }
        Carrier carrier = Envelope.open(Base64Text.standard(signature));
        return carrier == null ? new Carrier(Protocol.GEMINI, TextNode.valueOf(signature)) : carrier;
    }

    /**
     * For a client: Google's own as it is. One that came by way of a vendor who speaks another protocol need not be bytes
     * in the standard alphabet, which is what Google's clients read.
     */
    static String write(Carrier carrier) {
        String own = own(carrier);
        if (own == null || Base64Text.bytes(own) == null) {
            return Envelope.base64(carrier);
        }
        return own.replace('-', '+').replace('_', '/');
    }

    /** For Google: its own only; null for that of another. */
    static @Nullable String own(@Nullable Carrier carrier) {
        return carrier != null && carrier.origin() == Protocol.GEMINI
                ? carrier.raw().asText()
                : null;
    }
}
