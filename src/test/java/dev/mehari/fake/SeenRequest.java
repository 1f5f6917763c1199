package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as it came over the wire, and what became of its reply. Times are {@link System#nanoTime()}. */
public final class SeenRequest {
    private final Journal journal;
    private final SeenConnection connection;
    private final int number;
    private final RequestParser.Parsed parsed;
    private final long receivedAt;
    private final List<Write> writes = new ArrayList<>();
    private int events;
    private long bytes;
    private boolean complete;

    /** A write to the socket: when, and how many bytes went with it. */
    public record Write(long at, int bytes) {}

    SeenRequest(Journal journal, SeenConnection connection, int number, RequestParser.Parsed parsed, long receivedAt) {
        this.journal = journal;
        this.connection = connection;
        this.number = number;
        this.parsed = parsed;
        this.receivedAt = receivedAt;
    }

    /** Counted from 1 over all connections of the server. */
    public int number() {
        return number;
    }

    public SeenConnection connection() {
        return connection;
    }

    public int connectionNumber() {
        return connection.number();
    }

    public String method() {
        return parsed.method();
    }

    /** The request target as sent, query included. */
    public String target() {
        return parsed.target();
    }

    public String path() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    /** What follows the question mark, or an empty string. */
    public String query() {
        int query = target().indexOf('?');
        return query < 0 ? "" : target().substring(query + 1);
    }

    public Headers headers() {
        return parsed.headers();
    }

    public @Nullable String header(String name) {
        return parsed.headers().first(name);
    }

    /** Request line and header lines exactly as received, with the empty line that ends them. */
    public byte[] rawHead() {
        return parsed.rawHead().clone();
    }

    /** The body as it stood on the wire, chunk sizes included. */
    public byte[] rawBody() {
        return parsed.rawBody().clone();
    }

    /** The body without its transfer framing. */
    public byte[] body() {
        return parsed.body().clone();
    }

    public String text() {
        return new String(parsed.body(), StandardCharsets.UTF_8);
    }

    /** The body as JSON; fails when it is none. */
    public JsonNode json() {
        return Json.parse(parsed.body());
    }

    /** When the last byte of the request was here. */
    public long receivedAt() {
        return receivedAt;
    }

    /** When the peer closed the connection, if this was the last request on it; null while open. */
    public @Nullable Long closedByPeerAt() {
        return journal.read(() -> connection.isLatest(this) ? connection.closedByPeerAt() : null);
    }

    /** Every write of the reply, in order. */
    public List<Write> writes() {
        return journal.read(() -> List.copyOf(writes));
    }

    /** Stream events written so far; comments and other insertions do not count. */
    public int eventsWritten() {
        return journal.read(() -> events);
    }

    public long bytesWritten() {
        return journal.read(() -> bytes);
    }

    /** Whether the scripted reply went out to its end, a scripted cut included. */
    public boolean isReplyComplete() {
        return journal.read(() -> complete);
    }

    @Nullable
    String fault() {
        return parsed.fault();
    }

    void wrote(int count) {
        long now = System.nanoTime();
        journal.write(() -> {
            writes.add(new Write(now, count));
            bytes += count;
        });
    }

    void wroteEvent() {
        journal.write(() -> events++);
    }

    void replied() {
        journal.write(() -> complete = true);
    }

    @Override
    public String toString() {
        return method() + " " + path() + " (#" + number + ")";
    }
}
