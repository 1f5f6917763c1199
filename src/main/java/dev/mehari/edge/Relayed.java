package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;

/**
 * A caller's body that is sent on while it is read. What was read last is held back until more was read, or the end was seen
 * to be a good one: nobody has all of a body that is refused.
 */
final class Relayed extends InputStream {
    private static final int PIECE = 16 << 10;

    private final InputStream from;
    private final TimedBody timer;
    private final OutputStream to;
    private final long most;
    private byte[] held = new byte[PIECE];
    private byte[] next = new byte[PIECE];
    private int holds;
    private long length;

    /**
     * @param timer of what of {@code from} is still to come
     * @param most bytes
     */
    Relayed(InputStream from, TimedBody timer, OutputStream to, long most) {
        this.from = from;
        this.timer = timer;
        this.to = to;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        int n = piece(Math.min(wanted, PIECE));
        if (n > 0) {
            System.arraycopy(held, 0, into, offset, n);
        }
        return n;
    }

    /** Reads to the end what nobody read. */
    void drain() throws IOException {
        int n = 0;
        while (n >= 0) {
            n = piece(PIECE);
        }
    }

    /** Sends what was held back. */
    void release() throws IOException {
        to.write(held, 0, holds);
    }

    /** Reads a piece and sends the one before. */
    private int piece(int wanted) throws IOException {
        int n = fromCaller(wanted);
        if (n < 0) {
            return n;
        }
        length += n;
        if (length > most) {
            throw tooLarge(most);
        }
        if (holds > 0) {
            to.write(held, 0, holds);
        }
        byte[] sent = held;
        held = next;
        next = sent;
        holds = n;
        return n;
    }

    private int fromCaller(int wanted) {
        try {
            return from.read(next, 0, wanted);
        } catch (SocketTimeoutException e) {
            throw timer.timeout();
        } catch (IOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw timer.timeout();
            }
            throw new Refusal(
                    ErrorKind.CLIENT_CANCELLED, "the caller closed the connection while its request was sent on");
        }
    }

    static Refusal tooLarge(long most) {
        return new Refusal(
                ErrorKind.REQUEST_TOO_LARGE,
                "the body is larger than the limit of " + most + " bytes that pass through");
    }
}
