package dev.mehari.upstream;

import dev.mehari.call.Passthrough;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent for one attempt. Its headers are built from an allowlist, never copied from the caller.
 *
 * @param uri the whole address
 * @param headers by name as sent, the credential among them
 * @param body JSON bytes; empty when the body passes through
 * @param passthrough what passes through, null when it is a request of our own
 */
public record UpstreamRequest(
        URI uri,
        Map<String, String> headers,
        byte[] body,
        @Nullable Passthrough passthrough) {
    /** A request of our own. */
    public UpstreamRequest(URI uri, Map<String, String> headers, byte[] body) {
        this(uri, headers, body, null);
    }

    public String method() {
        return passthrough == null ? "POST" : passthrough.method();
    }

    /** Path and query, percent-encoded. */
    public String target() {
        String query = uri.getRawQuery();
        return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
    }

    /** Without headers and query: there may be a secret in them. */
    @Override
    public String toString() {
        return method() + " " + uri.getRawPath() + " (" + body.length + " bytes)";
    }
}
