package dev.mehari.upstream;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose first event was read ahead, so that what fails before it can still go to another target. */
final class FirstEvent extends FilterInputStream {
    private static final int BUFFER = 16 << 10;

    private final byte[] head;
    private int given;

    private FirstEvent(InputStream rest, byte[] head) {
        super(rest);
        this.head = head;
    }

    /**
     * Waits for the first event.
     *
     * @throws UpstreamFailure when none came
     */
    static FirstEvent of(InputStream stream, InFlight flight, StreamEnd end) {
        byte[] buffer = new byte[BUFFER];
        try {
            int n = stream.read(buffer, 0, buffer.length);
            if (n > 0 && end.failure() == null) {
                return new FirstEvent(stream, java.util.Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            throw flight.failure(e);
        }
        UpstreamFailure failure = end.failure();
        throw failure != null
                ? failure
                : UpstreamFailure.fault(new Refusal(
                        ErrorKind.UPSTREAM_INVALID_REPLY,
                        "upstream \"" + flight.upstream().name() + "\" answered with an empty stream"));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (given < head.length) {
            int n = Math.min(length, head.length - given);
            System.arraycopy(head, given, to, offset, n);
            given += n;
            return n;
        }
        return in.read(to, offset, length);
    }

    @Override
    public int available() throws IOException {
        return head.length - given + in.available();
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
