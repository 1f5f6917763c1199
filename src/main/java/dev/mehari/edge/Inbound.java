package dev.mehari.edge;

import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over HTTP.
 *
 * @param requestId ours
 * @param path normalised, see {@link PathSpelling}; its segments are still percent-encoded. Without the name of the upstream
 *     that it began with; what passes through is below that upstream's base URL, its slashes as they were
 * @param upstream the upstream that the path began with, null when it began with none
 * @param query raw, null when there is none
 * @param headers the first value of each by lower-case name, credentials among them
 * @param body as sent, still in its content coding
 * @param contentLength bytes announced, -1 when unknown
 * @param socket lets the caller's leaving be seen, null where the server has no way to
 */
record Inbound(
        String requestId,
        Instant receivedAt,
        String method,
        String path,
        @Nullable String upstream,
        @Nullable String query,
        Map<String, String> headers,
        InputStream body,
        long contentLength,
        @Nullable CallerSocket socket) {
    /** The exchange property that holds it. */
    static final String PROPERTY = "mehari.inbound";

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** Without headers, query and body: there are secrets in them. */
    @Override
    public String toString() {
        return method + " " + (upstream == null ? "" : "/" + upstream) + path + " " + requestId;
    }
}
