package dev.mehari.edge;

import dev.mehari.call.Call;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The caller's end of an answer. One thread writes at a time: the call's own, or the one that sends a sign of life while
 * the call's own waits for an upstream.
 *
 * <pre>
 *   WAITING -- begin --> WRITING -- an event is complete --> BETWEEN -- next event --> WRITING ...
 *      any -- close --> CLOSED
 * </pre>
 *
 * A sign of life may be sent in WAITING and in BETWEEN only.
 */
final class Outlet {
    /** The exchange property that holds it. */
    static final String PROPERTY = "mehari.outlet";

    private enum State {
        WAITING,
        WRITING,
        BETWEEN,
        CLOSED
    }

    private final HttpServletResponse response;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long lastByteAt;
    private State state = State.WAITING;
    private boolean early;

    /** The last bytes of the answer, the very last lowest. Signs of life are not among them. */
    private int tail;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    Outlet(HttpServletResponse response, LongSupplier clock) {
        this.response = response;
        this.clock = clock;
        this.lastByteAt = clock.getAsLong();
    }

    /** Whether the caller has heard nothing for at least so many nanoseconds, and nobody is writing. Any thread. */
    boolean silentFor(long nanos) {
        return clock.getAsLong() - lastByteAt >= nanos && !lock.isLocked();
    }

    /**
     * Sends a sign of life to a caller who has heard nothing for {@link Call#keepalive()}, the headers of a stream
     * before it if they are not out yet. May block as long as the caller does not read. Any thread.
     *
     * @return false when it is not the time or place for one, or somebody else is writing
     * @throws IOException when the caller cannot be reached
     */
    boolean keepalive(Call call, byte[] sign) throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (call.isFinished() || call.isCancelled() || !silent(call) || !free(call.isEventStream())) {
                return false;
            }
            if (state == State.WAITING && !early) {
                // Before the first byte: a write that fails half way has sent some of it.
                early = true;
                headers(200, ReplyHeaders.early(call), true);
            }
            send(sign, 0, sign.length);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean silent(Call call) {
        long nanos = call.keepalive().toNanos();
        return nanos > 0 && clock.getAsLong() - lastByteAt >= nanos;
    }

    /**
     * Whether something may stand here. A reader that has nothing left of an event is not yet the end of one: the bytes
     * must say so, too. Behind a lone CR there is none, its LF may still be on the way.
     */
    private boolean free(boolean eventStream) {
        return switch (state) {
            case WAITING -> true;
            case BETWEEN ->
                eventStream ? (tail & 0xFFFF) == 0x0A0A || (tail & 0xFFFFFF) == 0x0A0D0A : (tail & 0xFF) == '}';
            case WRITING, CLOSED -> false;
        };
    }

    /**
     * The answer is known. From now on nothing comes in between until its first event is out; a sign of life that is
     * being sent is waited for.
     *
     * @return whether status and headers went out early, so that those of the answer are too late
     */
    boolean begin() {
        lock.lock();
        try {
            if (state == State.WAITING) {
                state = State.WRITING;
            }
            return early;
        } finally {
            lock.unlock();
        }
    }

    /** Whether status and headers went out before there was an answer. Settled once {@link #begin} was called. */
    boolean isEarly() {
        lock.lock();
        try {
            return early;
        } finally {
            lock.unlock();
        }
    }

    /** Sets status and headers, unless they are out. */
    void head(int status, Map<String, String> headers, boolean stream) {
        lock.lock();
        try {
            if (!early) {
                headers(status, headers, stream);
            }
        } finally {
            lock.unlock();
        }
    }

    private void headers(int status, Map<String, String> headers, boolean stream) {
        response.setStatus(status);
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("content-type")) {
                response.setContentType(value);
            } else {
                response.setHeader(name, value);
            }
        });
        if (stream) {
            response.setHeader("Cache-Control", "no-cache");
            response.setHeader("X-Accel-Buffering", "no");
        }
    }

    /** Sends all of the answer, with its length. */
    void whole(byte[] body) throws IOException {
        lock.lock();
        try {
            if (!early) {
                response.setContentLength(body.length);
            }
            send(body, 0, body.length);
            note(body, 0, body.length);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends an event or part of one.
     *
     * @param goesOn whether more of the same event is there already
     */
    void event(byte[] from, int offset, int length, boolean goesOn) throws IOException {
        lock.lock();
        try {
            state = State.WRITING;
            send(from, offset, length);
            note(from, offset, length);
            state = goesOn ? State.WRITING : State.BETWEEN;
        } finally {
            lock.unlock();
        }
    }

    /** Sends something behind the last event of an event stream; nothing when a line was left without its end. */
    void after(byte[] comment) throws IOException {
        lock.lock();
        try {
            byte last = (byte) tail;
            if (last == '\n' || last == '\r') {
                send(comment, 0, comment.length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is sent any more: the response belongs to the next request soon. Waits for who is writing. */
    void close() {
        lock.lock();
        try {
            state = State.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    private void send(byte[] from, int offset, int length) throws IOException {
        ServletOutputStream out = response.getOutputStream();
        out.write(from, offset, length);
        response.flushBuffer();
        lastByteAt = clock.getAsLong();
    }

    private void note(byte[] from, int offset, int length) {
        for (int i = offset + Math.max(0, length - Integer.BYTES); i < offset + length; i++) {
            tail = (tail << Byte.SIZE) | (from[i] & 0xFF);
        }
    }
}
