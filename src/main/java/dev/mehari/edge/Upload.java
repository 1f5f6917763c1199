package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.PassedBody;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.NamedModels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call that passes through. A small one is held, so that it can be sent again; of a larger one only the piece
 * that is on its way.
 */
final class Upload implements PassedBody {
    /** Bytes; most requests that are no files are smaller. */
    private static final int HELD = 256 << 10;

    private final @Nullable String contentType;
    private final long length;
    private final long most;
    private byte[] head;
    private final @Nullable TimedBody rest;
    private final Runnable read;
    private boolean begun;

    private Upload(Inbound inbound, long length, long most, byte[] head, @Nullable TimedBody rest, Runnable read) {
        this.contentType = inbound.header("content-type");
        this.length = length;
        this.most = most;
        this.head = head;
        this.rest = rest;
        this.read = read;
    }

    /** No body at all. */
    static Upload none(Inbound inbound) {
        return new Upload(inbound, 0, 0, new byte[0], null, () -> {});
    }

    /**
     * Reads the beginning of a request's body; a small one to its end.
     *
     * @param place of what is held of it
     * @param read told once, on the call's thread, when all was read
     * @throws Refusal {@code REQUEST_TOO_LARGE}, {@code REQUEST_TIMEOUT}, {@code UNSUPPORTED_MEDIA_TYPE},
     *     {@code GATEWAY_BUSY} or {@code CLIENT_CANCELLED}
     */
    static Upload of(Inbound inbound, EdgeSettings settings, HeldBody place, Runnable read) {
        long length = inbound.contentLength();
        String coding = inbound.header("content-encoding");
        if (coding != null && !coding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
            throw new Refusal(
                    ErrorKind.UNSUPPORTED_MEDIA_TYPE, "a body passes through without a Content-Encoding only");
        }
        if (length > settings.maxPassed()) {
            throw Relayed.tooLarge(settings.maxPassed());
        }
        place.expect(length > HELD ? 0 : length);
        TimedBody body = new TimedBody(inbound.body(), inbound.socket(), settings.readTimeout());
        byte[] head = length > HELD ? new byte[0] : head(body, place);
        place.complete();
        if (length <= HELD && head.length <= HELD) {
            read.run();
            return new Upload(inbound, head.length, settings.maxPassed(), head, null, read);
        }
        body.patient();
        return new Upload(inbound, length, settings.maxPassed(), head, body, read);
    }

    private static byte[] head(TimedBody body, HeldBody place) {
        try {
            return place.reading(body).readNBytes(HELD + 1);
        } catch (SocketTimeoutException e) {
            throw body.timeout();
        } catch (IOException e) {
            throw e.getCause() instanceof SocketTimeoutException
                    ? body.timeout()
                    : new Refusal(
                            ErrorKind.CLIENT_CANCELLED, "the caller closed the connection while its request was read");
        }
    }

    /** Tells which models the body names, if all of it is here already. */
    void names(Passthrough heard) {
        if (rest == null) {
            try {
                NamedModels.read(contentType, new ByteArrayInputStream(head), heard);
            } catch (IOException e) {
                throw new IllegalStateException("reading an array cannot fail", e);
            }
        }
    }

    @Override
    public @Nullable String contentType() {
        return contentType;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isWhole() {
        return rest == null || !begun;
    }

    @Override
    public void writeTo(OutputStream to, Passthrough heard) throws IOException {
        if (rest == null) {
            to.write(head);
            return;
        }
        begun = true;
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), rest);
        Relayed relayed = new Relayed(all, rest, to, most);
        NamedModels.read(contentType, relayed, heard);
        relayed.drain();
        read.run();
        relayed.release();
    }

    @Override
    public void release() {
        head = new byte[0];
    }
}
