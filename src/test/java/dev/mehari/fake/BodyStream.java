package dev.mehari.fake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length or in chunks. Where it breaks off before its end it fails, so that no test takes half for whole. */
final class BodyStream extends InputStream {
    private final InputStream socket;
    private final boolean chunked;
    private long left;
    private boolean ended;

    BodyStream(InputStream socket, long length, boolean chunked) {
        this.socket = socket;
        this.left = length;
        this.chunked = chunked;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && chunked && !ended) {
            left = Long.parseLong(line(), 16);
            if (left == 0) {
                line();
                ended = true;
            }
        }
        if (left == 0) {
            return -1;
        }
        int count = socket.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException(left + " bytes are missing");
        }
        left -= count;
        if (left == 0 && chunked) {
            line();
        }
        return count;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int value = socket.read(); value != '\n'; value = socket.read()) {
            if (value < 0) {
                throw new EOFException("the connection ended between chunks");
            }
            if (value != '\r') {
                line.append((char) value);
            }
        }
        return line.toString();
    }
}
