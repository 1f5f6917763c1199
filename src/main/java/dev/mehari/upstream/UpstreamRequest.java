package dev.mehari.upstream;

import java.net.URI;
import java.util.Map;

/**
 * What is sent for one attempt. Its headers are built from an allowlist, never copied from the caller.
 *
 * @param base the upstream's base URL
 * @param path what follows it: path and query, percent-encoded
 * @param headers by name as sent, the credential among them
 * @param body JSON bytes
 */
public record UpstreamRequest(URI base, String path, Map<String, String> headers, byte[] body) {
    /** Path and query below the host, percent-encoded. */
    public String target() {
        return base.getRawPath() + path;
    }

    /** Without headers: one of them is a secret. */
    @Override
    public String toString() {
        return "POST " + base + path + " (" + body.length + " bytes)";
    }
}
