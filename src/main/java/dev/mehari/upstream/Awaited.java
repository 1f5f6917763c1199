package dev.mehari.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A live reply whose upstream is waited for only while somebody reads. */
final class Awaited extends FilterInputStream {
    private final InFlight flight;

    Awaited(InputStream body, InFlight flight) {
        super(body);
        this.flight = flight;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        flight.timer().goOn();
        try {
            return in.read(to, offset, length);
        } finally {
            flight.timer().rest();
        }
    }
}
