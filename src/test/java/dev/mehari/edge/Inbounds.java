package dev.mehari.edge;

import dev.mehari.sample.Samples;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests as the edge sees them. */
final class Inbounds {
    private Inbounds() {}

    static Inbound with(Map<String, String> headers, @Nullable String query) {
        return of(headers, query, InputStream.nullInputStream(), -1);
    }

    static Inbound with(Map<String, String> headers, byte[] body, boolean announced) {
        return of(headers, null, new ByteArrayInputStream(body), announced ? body.length : -1);
    }

    static Inbound of(Map<String, String> headers, @Nullable String query, InputStream body, long length) {
        return new Inbound(
                "req_1", Samples.NOW, "POST", "/v1/chat/completions", null, query, headers, body, length, null);
    }
}
