package dev.mehari.call;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets: exactly one of a whole body and a stream.
 *
 * <p>A stream gives one event a read; whoever writes it flushes after each. It never throws for a fault of the
 * upstream: by then the fault has become the protocol's own error event.
 *
 * @param status HTTP status
 * @param headers reply headers, {@code Content-Type} included, in the order they are sent
 */
public record Reply(
        int status,
        Map<String, String> headers,
        byte @Nullable [] bytes,
        @Nullable InputStream stream) {
    public Reply {
        if ((bytes == null) == (stream == null)) {
            throw new IllegalArgumentException("a reply is either bytes or a stream");
        }
    }

    public static Reply of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Reply(status, headers, body, null);
    }

    public static Reply streaming(int status, String contentType, InputStream body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Reply(status, headers, null, body);
    }
}
