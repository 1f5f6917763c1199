package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a reply that passes through. Its first ones were waited for. Where the upstream breaks off, a read throws the
 * {@link Refusal} that says so: bytes that nobody knows have no event for it.
 */
final class PassedStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(PassedStream.class);
    private static final int PIECE = 8 << 10;

    private final InFlight flight;
    private final InputStream body;
    private final long length;
    private final byte[] piece;
    /** Bytes of the piece that are there; of these, that may be given out; of these, that were. */
    private int filled;

    private int ready;
    private int given;
    private long passed;
    private boolean over;

    /** @param length that the upstream announced, -1 when it did not */
    private PassedStream(InFlight flight, InputStream body, long length, byte[] piece) {
        this.flight = flight;
        this.body = body;
        this.length = length;
        this.piece = piece;
    }

    /** @throws UpstreamFailure when the upstream breaks off before its first byte, or gives our credential away */
    static PassedStream of(InFlight flight, InputStream body, long length) {
        byte[] piece = new byte[PIECE];
        PassedStream stream = new PassedStream(flight, body, length, piece);
        try {
            int n = Math.max(0, body.read(piece, 0, piece.length));
            if (!stream.take(n)) {
                throw leaks(flight);
            }
            return stream;
        } catch (IOException e) {
            throw flight.failure(e);
        }
    }

    private static UpstreamFailure leaks(InFlight flight) {
        return UpstreamFailure.other(new Refusal(
                ErrorKind.UPSTREAM_INVALID_REPLY,
                "upstream \"" + flight.upstream().name() + "\" sent the gateway's own credential back"));
    }

    /** It is the caller's answer from now on; perhaps all of it is here. */
    void begin() {
        if (isAllHere()) {
            flight.call().finished();
        }
    }

    private boolean isAllHere() {
        return length >= 0 && passed >= length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int wanted) {
        while (given == ready) {
            if (over) {
                return -1;
            }
            next();
        }
        int n = Math.min(wanted, ready - given);
        System.arraycopy(piece, given, to, offset, n);
        given += n;
        return n;
    }

    private void next() {
        // A credential may have begun with the last that was given.
        int from = Math.max(0, given - Leak.TELLING);
        System.arraycopy(piece, from, piece, 0, filled - from);
        filled -= from;
        given -= from;
        ready = given;
        flight.timer().enter(PhaseTimer.Phase.GAP);
        int n;
        try {
            n = body.read(piece, filled, piece.length - filled);
        } catch (IOException e) {
            throw brokeOff(flight.failure(e));
        } finally {
            flight.timer().rest();
        }
        if (n < 0) {
            ready = filled;
            end();
        } else if (!take(n)) {
            throw brokeOff(leaks(flight));
        } else {
            // Who has all that was announced may leave.
            begin();
        }
    }

    /** So many bytes more are there; false when they give our credential away. What may be a part of it waits for the rest. */
    private boolean take(int more) {
        filled += more;
        passed += more;
        if (Leak.in(piece, 0, filled, flight.upstream())) {
            return false;
        }
        int kept = isAllHere() ? 0 : Leak.begun(piece, filled, flight.upstream());
        // There has to be room for what it waits for.
        ready = kept > PIECE / 2 ? filled : Math.max(given, filled - kept);
        return true;
    }

    private void end() {
        over = true;
        flight.call().finished();
        flight.completed();
        flight.attempt().next(Attempt.Next.DONE);
        flight.end(null);
        flight.over(null);
    }

    private Refusal brokeOff(UpstreamFailure cause) {
        over = true;
        UpstreamFailure why = cause.refusal().kind() == ErrorKind.UPSTREAM_UNREACHABLE
                ? UpstreamFailure.fault(new Refusal(
                        ErrorKind.UPSTREAM_STREAM_INTERRUPTED,
                        "upstream \"" + flight.upstream().name() + "\" broke off its reply"))
                : cause;
        Refusal refusal = why.refusal();
        flight.end(refusal.kind());
        flight.over(why);
        flight.attempt().failed(refusal);
        flight.attempt().next(StreamEnd.next(refusal.kind()));
        flight.call().failed(refusal);
        return refusal;
    }

    /** Nobody reads on: what is not over breaks off here. */
    @Override
    public void close() {
        if (!over) {
            Refusal unused = brokeOff(flight.failure(null));
        }
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("closing a reply: {}", e.toString());
        }
    }
}
