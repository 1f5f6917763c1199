package dev.mehari.fake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply whose body is still arriving. */
public final class RawReply {
    private final int status;
    private final Headers headers;
    private final InputStream body;

    /**
     * One event of a stream, or a comment.
     *
     * @param name of its {@code event:} line
     * @param data its data lines, joined; empty for a comment
     * @param comment the text of a comment that stood before or instead of it
     * @param arrivedAt when its last byte was read, by {@link System#nanoTime()}
     */
    public record Arrived(
            @Nullable String name, String data, @Nullable String comment, long arrivedAt) {}

    RawReply(int status, Headers headers, InputStream socket) throws IOException {
        this.status = status;
        this.headers = headers;
        this.body = status == 204 || status == 304 ? new ByteArrayInputStream(new byte[0]) : framed(headers, socket);
    }

    private static InputStream framed(Headers headers, InputStream socket) {
        String length = headers.first("content-length");
        if (headers.lists("transfer-encoding", "chunked")) {
            return new BodyStream(socket, 0, true);
        }
        return length == null ? socket : new BodyStream(socket, Long.parseLong(length), false);
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /** The body without its transfer framing; reading past a broken end fails. */
    public InputStream body() {
        return body;
    }

    /** The next event or comment block, or null at a proper end of the body. */
    public @Nullable Arrived next() throws IOException {
        String name = null;
        String comment = null;
        List<String> data = new ArrayList<>();
        while (true) {
            String line = line();
            if (line == null) {
                return data.isEmpty() ? null : new Arrived(name, String.join("\n", data), comment, System.nanoTime());
            }
            if (line.isEmpty()) {
                if (!data.isEmpty() || name != null || comment != null) {
                    return new Arrived(name, String.join("\n", data), comment, System.nanoTime());
                }
            } else if (line.startsWith(":")) {
                comment = line.substring(1).strip();
            } else if (line.startsWith("data:")) {
                data.add(line.substring(5).replaceFirst("^ ", ""));
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            }
        }
    }

    /** All events with data up to the end of the body, comments left out. */
    public List<Arrived> events() throws IOException {
        List<Arrived> events = new ArrayList<>();
        for (Arrived event = next(); event != null; event = next()) {
            if (!event.data().isEmpty()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Lines end with LF or CRLF: what a gateway of ours writes. Other framings are read by the test that wants them. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = body.read(); value != '\n'; value = body.read()) {
            if (value < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
            }
            line.write(value);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
