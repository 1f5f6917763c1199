package dev.mehari.upstream;

import dev.mehari.protocol.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which headers of a reply its caller sees. */
final class ReplyHeaders {
    private ReplyHeaders() {}

    /** A header's value; null when there is none, or one that others must not see. */
    static @Nullable String shown(InFlight flight, UpstreamReply reply, String name) {
        String value = reply.headers().get(name);
        return value == null || Leak.in(value, flight.upstream()) ? null : value;
    }

    /** Those of a reply that its caller sees; the vendor's own only where the caller speaks its protocol. */
    static Map<String, String> of(InFlight flight, UpstreamReply reply, Codec codec, String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        // Without parameters: JSON and event streams are UTF-8 whatever they say.
        headers.put("Content-Type", contentType.split(";", 2)[0].strip());
        if (flight.speech().translation() != null
                || flight.speech().protocol() != flight.call().getProtocol()) {
            return headers;
        }
        for (String name : codec.replyHeaders()) {
            String value = shown(flight, reply, name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }
}
