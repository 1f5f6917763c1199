package dev.mehari.upstream;

import java.net.URI;
import java.util.Map;

/**
 * What is sent for one attempt. Its headers are built from an allowlist, never copied from the caller.
 *
 * @param uri the whole address
 * @param headers by name as sent, the credential among them
 * @param body JSON bytes
 */
public record UpstreamRequest(URI uri, Map<String, String> headers, byte[] body) {
    /** Path and query, percent-encoded. */
    public String target() {
        String query = uri.getRawQuery();
        return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
    }

    /** Without headers: one of them is a secret. */
    @Override
    public String toString() {
        return "POST " + uri + " (" + body.length + " bytes)";
    }
}
