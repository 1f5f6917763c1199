package dev.mehari.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the fake. Of a request it looks at the path's first letters, at {@code Content-Length}, and at the
 * first bytes of the body: {@code "stream":true} there, and {@code events=} and {@code delay=} (milliseconds).
 */
final class FakeConnection {
    /** Of the body, what decides about the answer stands in here. */
    private static final int LOOK = 256;

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM = "\"stream\":true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENTS = "events=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELAY = "delay=".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuffer JSON = json();

    private final FakeLoop loop;
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private final byte[] bytes = in.array();
    private final ByteBuffer json = JSON.duplicate();

    /** Bytes of the body that are still to come, -1 between two requests. */
    private int left = -1;

    /** Of the request that is read: the length of its body, and how much of the buffer is used up. */
    private int length;

    private int taken;

    private int lane;
    private @Nullable FakeStream stream;

    FakeConnection(FakeLoop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    void readable() {
        try {
            if (channel.read(in) < 0) {
                close(channel);
                return;
            }
            int from = 0;
            int to = in.position();
            for (int end; (end = take(from, to)) >= 0; ) {
                from = end;
            }
            // What take left behind says how far it came.
            from = Math.max(from, taken);
            System.arraycopy(bytes, from, bytes, 0, to - from);
            in.position(to - from);
            taken = 0;
        } catch (IOException e) {
            close(channel);
        }
    }

    /** Reads on; the end of what was used of a finished request, or -1 when more bytes must come first. */
    private int take(int from, int to) throws IOException {
        int at = from;
        if (left < 0) {
            int body = head(from, to);
            if (body < 0 || to - body < Math.min(length, LOOK)) {
                taken = from;
                return -1;
            }
            begin(from, body, Math.min(to, body + Math.min(length, LOOK)));
            at = body;
            left = length;
        }
        int here = Math.min(left, to - at);
        left -= here;
        taken = at + here;
        if (left > 0) {
            return -1;
        }
        left = -1;
        answer();
        return taken < to ? taken : -1;
    }

    /** Where the body begins, or -1; sets {@link #length}. */
    private int head(int from, int to) throws IOException {
        length = 0;
        int line = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i - line <= 1) {
                return i + 1;
            }
            if (starts(LENGTH, line, i)) {
                length = number(line + LENGTH.length, i);
            } else if (starts(CODING, line, i)) {
                throw new IOException("a request in chunks: the bench sends none, and no proxy needs to");
            }
            line = i + 1;
        }
        return -1;
    }

    private void begin(int head, int body, int end) {
        int slash = head;
        while (bytes[slash] != '/') {
            slash++;
        }
        boolean counts = bytes[slash + 1] == 'c';
        lane = counts ? -1 : bytes[slash + 1] == 'g' ? bytes[slash + 2] - '0' : 0;
        stream = find(STREAM, body, end) < 0
                ? null
                : new FakeStream(channel, parameter(EVENTS, body, end), parameter(DELAY, body, end));
    }

    private void answer() throws IOException {
        if (lane < 0) {
            String text = loop.counts();
            String reply = "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
            channel.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.US_ASCII)));
            return;
        }
        loop.count(lane);
        if (stream == null) {
            json.rewind();
            channel.write(json);
        } else {
            loop.start(stream);
        }
    }

    private int parameter(byte[] name, int from, int to) {
        int at = find(name, from, to);
        return at < 0 ? 0 : number(at + name.length, to);
    }

    private boolean starts(byte[] name, int from, int to) {
        if (to - from < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            boolean letter = name[i] >= 'a';
            if ((letter ? bytes[from + i] | 0x20 : bytes[from + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int find(byte[] what, int from, int to) {
        outer:
        for (int at = from; at + what.length <= to; at++) {
            for (int i = 0; i < what.length; i++) {
                if (bytes[at + i] != what[i]) {
                    continue outer;
                }
            }
            return at;
        }
        return -1;
    }

    private int number(int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        int value = 0;
        for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
        }
    }

    private static ByteBuffer json() {
        byte[] body = Payloads.reply().getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer whole = ByteBuffer.allocateDirect(head.length + body.length);
        return whole.put(head).put(body).flip();
    }
}
