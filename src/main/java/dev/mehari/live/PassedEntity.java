package dev.mehari.live;

import dev.mehari.call.Passthrough;
import dev.mehari.upstream.InFlight;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** The body of a call that passes through, read from its caller while it is sent. */
final class PassedEntity extends AbstractHttpEntity {
    private final Passthrough passthrough;
    private final InFlight flight;

    PassedEntity(Passthrough passthrough, InFlight flight) {
        super(passthrough.body().contentType(), null, passthrough.body().length() < 0);
        this.passthrough = passthrough;
        this.flight = flight;
    }

    @Override
    public long getContentLength() {
        return passthrough.body().length();
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("it is written, not read");
    }

    @Override
    public void writeTo(OutputStream to) throws IOException {
        flight.timer().sending();
        flight.timer().rest();
        try {
            passthrough.body().writeTo(new Timed(to), passthrough);
        } catch (RuntimeException e) {
            // The client would end the body in good order, and half of it would pass for all.
            flight.stop();
            throw e;
        }
        flight.timer().sent();
    }

    @Override
    public void close() {
        // The caller's body belongs to the server.
    }

    /** Whose timer starts anew with each piece. */
    private final class Timed extends FilterOutputStream {
        Timed(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            flight.timer().sending();
            out.write(from, offset, length);
            flight.timer().rest();
        }
    }
}
