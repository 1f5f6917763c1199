package dev.mehari.it.wire;

import dev.mehari.fake.RawReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The body of a streamed reply as it comes in: read no further than asked, in whatever framing. */
public final class Received {
    private final RawReply reply;
    private final boolean array;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];

    public Received(RawReply reply, Dialect dialect) {
        this.reply = reply;
        this.array = dialect == Dialect.GEMINI_ARRAY;
    }

    /** Reads until that many events are complete; fails when the connection's patience ends before. */
    public Received awaitEvents(int count) {
        while (events() < count) {
            if (!read()) {
                throw new AssertionError("the stream ended after " + events() + " of " + count + " events: " + text());
            }
        }
        return this;
    }

    /** Reads to a proper end. */
    public Received toEnd() {
        while (read()) {
            // All of it.
        }
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Events that are here with their blank line, or elements of the array with their last brace. */
    public int events() {
        return array ? elements(text()) : blankLines(bytes());
    }

    private boolean read() {
        try {
            int n = reply.body().read(buffer);
            if (n < 0) {
                return false;
            }
            bytes.write(buffer, 0, n);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("after " + events() + " events: " + text(), e);
        }
    }

    private static int blankLines(byte[] stream) {
        int count = 0;
        boolean lineEmpty = true;
        for (int i = 0; i < stream.length; i++) {
            if (stream[i] == '\n' && i > 0 && stream[i - 1] == '\r') {
                continue;
            }
            if (stream[i] == '\n' || stream[i] == '\r') {
                count += lineEmpty ? 1 : 0;
                lineEmpty = true;
            } else {
                lineEmpty = false;
            }
        }
        return count;
    }

    private static int elements(String json) {
        int count = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                count++;
            }
        }
        return count;
    }
}
