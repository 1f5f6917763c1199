package dev.mehari.upstream;

import dev.mehari.call.Passthrough;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent for one attempt. Its headers are built from an allowlist, never copied from the caller.
 *
 * @param base the upstream's base URL
 * @param path what follows it: path and query, percent-encoded
 * @param headers by name as sent, the credential among them
 * @param body JSON bytes; empty when the body passes through
 * @param passthrough what passes through, null when it is a request of our own
 * @param method of a request of our own
 */
public record UpstreamRequest(
        URI base,
        String path,
        Map<String, String> headers,
        byte[] body,
        @Nullable Passthrough passthrough,
        String method) {
    /** A request of our own. */
    public UpstreamRequest(URI base, String path, Map<String, String> headers, byte[] body) {
        this(base, path, headers, body, null, "POST");
    }

    /** A request whose body passes through. */
    public UpstreamRequest(
            URI base, String path, Map<String, String> headers, byte[] body, @Nullable Passthrough passthrough) {
        this(base, path, headers, body, passthrough, "POST");
    }

    /** Of what passes through, its own. */
    @Override
    public String method() {
        return passthrough == null ? method : passthrough.method();
    }

    /** Path and query below the host, percent-encoded. */
    public String target() {
        return base.getRawPath() + path;
    }

    /** Without headers and query: there may be a secret in them. */
    @Override
    public String toString() {
        return method() + " " + base + path.split("\\?", 2)[0] + " (" + body.length + " bytes)";
    }
}
