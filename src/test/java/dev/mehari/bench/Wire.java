package dev.mehari.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A kept connection of a client that adds next to nothing of its own. One thread. */
final class Wire implements AutoCloseable {
    /** Told of each line of an answer as soon as its bytes are there. */
    interface Lines {
        void line(String line, long readNanos);
    }

    private static final String OVERHEAD = "x-mehari-overhead-ms:";
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int from;
    private int to;
    private long saidNanos;

    Wire(Subject subject) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), subject.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a request and reads its answer to the end; fails unless that is a 200. */
    void call(byte[] request) throws IOException {
        call(request, (line, nanos) -> {});
    }

    void call(byte[] request, Lines lines) throws IOException {
        out.write(request);
        String status = line();
        int length = -1;
        saidNanos = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            if (lower.startsWith(OVERHEAD)) {
                saidNanos = (long) (Double.parseDouble(lower.substring(OVERHEAD.length())) * 1e6);
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        StringBuilder text = new StringBuilder();
        if (chunked) {
            for (int size; (size = Integer.parseInt(line(), 16)) > 0; ) {
                body(size, text, lines);
                line();
            }
            line();
        } else {
            body(length, text, lines);
        }
        if (!status.contains(" 200")) {
            throw new IOException(status + "\n" + text);
        }
    }

    /** The overhead that the last answer named, 0 when it named none. */
    long saidNanos() {
        return saidNanos;
    }

    private void body(int size, StringBuilder text, Lines lines) throws IOException {
        for (int left = size; left > 0; ) {
            fill();
            long now = System.nanoTime();
            int here = Math.min(left, to - from);
            text.append(new String(buffer, from, here, StandardCharsets.ISO_8859_1));
            from += here;
            left -= here;
            for (int end; (end = text.indexOf("\n")) >= 0; text.delete(0, end + 1)) {
                lines.line(text.substring(0, end), now);
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            fill();
            char c = (char) (buffer[from++] & 0xFF);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
    }

    private void fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(buffer));
            if (to == 0) {
                throw new EOFException("the connection was closed in an answer");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
