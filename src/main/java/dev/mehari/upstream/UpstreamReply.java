package dev.mehari.upstream;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back: the status line, the headers, and a body that is still on the wire.
 *
 * @param headers by lower-case name; the first of several
 * @param body decoded from its content coding; null when there is none
 */
public record UpstreamReply(
        int status, Map<String, String> headers, @Nullable InputStream body) {
    String contentType() {
        return headers.getOrDefault("content-type", "");
    }

    /** What the reply says of its own length in bytes, or -1. */
    long length() {
        String length = headers.getOrDefault("content-length", "");
        try {
            return length.isEmpty() ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean json() {
        String type = contentType();
        return type.startsWith("application/json") || type.contains("+json");
    }

    boolean eventStream() {
        return contentType().startsWith("text/event-stream");
    }
}
