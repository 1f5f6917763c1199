package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body under a timer. The server's own read timeout starts anew with every byte, so that a caller who sends one
 * now and then never runs into it: this one counts the whole, until it is told to be patient.
 */
final class TimedBody extends FilterInputStream {
    private final @Nullable CallerSocket socket;
    private final Duration limit;
    private long until;
    private boolean patient;

    TimedBody(InputStream in, @Nullable CallerSocket socket, Duration limit) {
        super(in);
        this.socket = socket;
        this.limit = limit;
        this.until = System.nanoTime() + limit.toNanos();
    }

    /** From now on each piece has as much time as the whole had before. */
    void patient() {
        patient = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (patient) {
            until = System.nanoTime() + limit.toNanos();
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
            throw timeout();
        }
        if (socket == null) {
            return in.read(to, offset, length);
        }
        long before = socket.waitAtMost(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        try {
            return in.read(to, offset, length);
        } finally {
            socket.waitAtMost(before);
        }
    }

    /** What is said when the time is over. */
    Refusal timeout() {
        return new Refusal(
                ErrorKind.REQUEST_TIMEOUT,
                patient
                        ? "nothing more of the request came within " + limit.toSeconds() + " seconds"
                        : "the request was not read to its end within " + limit.toSeconds() + " seconds");
    }
}
