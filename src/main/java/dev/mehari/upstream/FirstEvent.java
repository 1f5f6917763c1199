package dev.mehari.upstream;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A stream that was read ahead up to its first meaningful event. What came before it, a role or a ping, is held back
 * and given out with it: should the upstream fail before it has said anything, another target answers, and the caller
 * sees one beginning.
 */
final class FirstEvent extends FilterInputStream {
    private static final int BUFFER = 16 << 10;

    /** Longer beginnings are no beginnings: no vendor says nothing for so long. */
    private static final int MOST_HELD = 1 << 20;

    /** @param goesOn whether the event goes on in the next piece */
    private record Piece(byte[] bytes, boolean goesOn) {}

    private final Deque<Piece> held;
    private int given;
    private boolean goesOn;

    private FirstEvent(InputStream rest, Deque<Piece> held) {
        super(rest);
        this.held = held;
    }

    /**
     * Waits for the first meaningful event, and where a rate is asked for until it is reached, or the stream is over.
     *
     * @throws UpstreamFailure when none came, or too few
     */
    static FirstEvent of(InputStream stream, InFlight flight, StreamEnd end) {
        byte[] buffer = new byte[BUFFER];
        Deque<Piece> held = new ArrayDeque<>();
        int size = 0;
        try {
            while (!begun(flight, end, size)) {
                boolean said = end.meaningful();
                int n = stream.read(buffer, 0, buffer.length);
                UpstreamFailure failure = end.failure();
                if (failure != null) {
                    throw failure;
                }
                if (n < 0 && said) {
                    break;
                }
                if (n < 0) {
                    throw nothing(flight, "an empty stream");
                }
                held.add(new Piece(Arrays.copyOf(buffer, n), stream.available() > 0));
                size += n;
                if (!said && end.meaningful() && flight.timer().beginning() > 1) {
                    flight.timer().enter(PhaseTimer.Phase.PACE);
                }
                if (size > MOST_HELD && !end.meaningful()) {
                    throw nothing(flight, size + " bytes that begin no answer");
                }
            }
        } catch (IOException e) {
            throw flight.failure(e);
        }
        return new FirstEvent(stream, held);
    }

    private static boolean begun(InFlight flight, StreamEnd end, int size) {
        return end.meaningful() && (end.contents() >= flight.timer().beginning() || size > MOST_HELD);
    }

    private static UpstreamFailure nothing(InFlight flight, String what) {
        return UpstreamFailure.fault(new Refusal(
                ErrorKind.UPSTREAM_INVALID_REPLY,
                "upstream \"" + flight.upstream().name() + "\" answered with " + what));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Piece next = held.peek();
        if (next == null) {
            return in.read(to, offset, length);
        }
        int n = Math.min(length, next.bytes().length - given);
        System.arraycopy(next.bytes(), given, to, offset, n);
        given += n;
        if (given == next.bytes().length) {
            goesOn = next.goesOn();
            held.remove();
            given = 0;
        }
        return n;
    }

    /** Bytes left of the event that is being handed out, as far as they are here. */
    @Override
    public int available() throws IOException {
        Piece next = held.peek();
        if (next == null) {
            return in.available();
        }
        return given > 0 || goesOn ? next.bytes().length - given : 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
