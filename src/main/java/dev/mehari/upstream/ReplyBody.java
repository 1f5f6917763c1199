package dev.mehari.upstream;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads whole replies. */
final class ReplyBody {
    private static final int MAX_ERROR = 1 << 20;

    private static final int PIECE = 16 << 10;

    private ReplyBody() {}

    /** What an upstream says that went wrong. */
    static byte[] readError(InFlight flight, UpstreamReply reply) {
        return read(flight, reply, MAX_ERROR);
    }

    /**
     * The whole of a reply; nothing where it has no body. It is closed then.
     *
     * @param limit most bytes
     * @throws UpstreamFailure when there are more, or reading fails
     */
    static byte[] read(InFlight flight, UpstreamReply reply, int limit) {
        InputStream in = reply.body();
        if (in == null) {
            return new byte[0];
        }
        try (in) {
            // Most replies are short and say how long they are.
            int expected = Math.clamp(reply.length() + 1, 512, PIECE);
            ByteArrayOutputStream body = new ByteArrayOutputStream(expected);
            byte[] piece = new byte[expected];
            boolean begun = false;
            for (int n; (n = in.read(piece)) >= 0; ) {
                begun = begun || says(piece, n);
                if (begun) {
                    flight.timer().enter(PhaseTimer.Phase.GAP);
                }
                body.write(piece, 0, n);
                if (body.size() > limit) {
                    throw UpstreamFailure.fault(new Refusal(
                            ErrorKind.UPSTREAM_INVALID_REPLY,
                            "upstream \"" + flight.upstream().name() + "\" sent more than " + limit + " bytes"));
                }
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw flight.failure(e);
        }
    }

    /** Vendors keep a connection awake by white space before a whole reply, as by comments before the events of a stream. */
    private static boolean says(byte[] piece, int length) {
        for (int i = 0; i < length; i++) {
            if (piece[i] != ' ' && piece[i] != '\n' && piece[i] != '\r' && piece[i] != '\t') {
                return true;
            }
        }
        return false;
    }
}
