package dev.mehari.protocol.sse;

import dev.mehari.protocol.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one event that mean something to us.
 *
 * @param name value of {@code event}, empty when there is none
 * @param data value of {@code data}, several lines joined by LF; empty when there is none
 */
public record SseEvent(String name, Slice data) {
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    /** Reads the lines of one event; comments and unknown fields are passed over. Data of one line is not copied. */
    public static SseEvent of(byte[] bytes, int from, int to) {
        String name = "";
        Slice data = Slice.EMPTY;
        boolean hasData = false;
        int line = from;
        while (line < to) {
            int end = line;
            while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            int colon = line;
            while (colon < end && bytes[colon] != ':') {
                colon++;
            }
            int value = Math.min(colon + 1, end);
            if (value < end && bytes[value] == ' ') {
                value++;
            }
            Slice field = new Slice(bytes, line, colon);
            if (field.is(DATA)) {
                Slice next = new Slice(bytes, value, end);
                data = hasData ? join(data, next) : next;
                hasData = true;
            } else if (field.is(EVENT)) {
                name = new String(bytes, value, end - value, StandardCharsets.UTF_8);
            }
            line = end + 1;
        }
        return new SseEvent(name, data);
    }

    private static Slice join(Slice first, Slice second) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(first.to() - first.from() + second.to() - second.from() + 1);
        out.write(first.array(), first.from(), first.to() - first.from());
        out.write('\n');
        out.write(second.array(), second.from(), second.to() - second.from());
        return new Slice(out.toByteArray(), 0, out.size());
    }
}
