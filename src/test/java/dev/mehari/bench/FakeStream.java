package dev.mehari.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A streamed answer. The text of each event is the moment it was sent, in nanoseconds of the machine's own clock. */
final class FakeStream {
    private static final String HEAD = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-cache\r
            Transfer-Encoding: chunked\r
            \r
            """;
    private static final String EVENT = "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1790000000,\"model\":\"gpt-5.4-mini\",\"choices\":[{\"index\":0,";
    private static final String LAST = EVENT + "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE = """
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1790000000,\
            "model":"gpt-5.4-mini","choices":[],\
            "usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}

            """;

    private final SocketChannel channel;
    private final int events;
    private final long delayNanos;
    private final long began = System.nanoTime();
    private int sent;

    FakeStream(SocketChannel channel, int events, int delayMillis) {
        this.channel = channel;
        this.events = events;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    /** When the next event is due, as {@link System#nanoTime}. */
    long dueNanos() {
        return began + sent * delayNanos;
    }

    /** Sends the event that is due; true when there is another one. */
    boolean send() throws IOException {
        StringBuilder out = new StringBuilder(512);
        if (sent == 0) {
            out.append(HEAD);
        }
        do {
            sent++;
            chunk(out, EVENT + "\"delta\":{\"content\":\"" + System.nanoTime() + "\"},\"finish_reason\":null}]}\n\n");
        } while (sent < events && delayNanos == 0);
        if (sent == events) {
            chunk(out, LAST);
            chunk(out, USAGE);
            chunk(out, "data: [DONE]\n\n");
            out.append("0\r\n\r\n");
        }
        ByteBuffer bytes = ByteBuffer.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the reader of a stream is too slow");
        }
        return sent < events;
    }

    void close() {
        FakeConnection.close(channel);
    }

    private static void chunk(StringBuilder out, String text) {
        out.append(Integer.toHexString(text.length()))
                .append("\r\n")
                .append(text)
                .append("\r\n");
    }
}
