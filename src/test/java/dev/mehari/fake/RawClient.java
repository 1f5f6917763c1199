package dev.mehari.fake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A client that sends exactly the bytes it is given, and sees when each part of the reply arrives. One connection. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawClient(String host, int port) {
        try {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(host, port), 5_000);
            in = new java.io.BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reply's head and its whole body, transfer framing taken off. */
    public record Response(int status, Headers headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Connects to host and port of a URL; its path does not matter. */
    public static RawClient to(String url) {
        URI uri = URI.create(url);
        return new RawClient(uri.getHost(), uri.getPort());
    }

    /** A well formed POST with a JSON body, to be sent as it is or spoiled first. */
    public static String post(String path, Map<String, String> headers, String json) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            head.append("Content-Type: application/json\r\n");
        }
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return head + "Content-Length: " + length + "\r\n\r\n" + json;
    }

    /** Gives up reading after this long without a byte. */
    public RawClient patience(Duration time) {
        return attempt(() -> socket.setSoTimeout((int) time.toMillis()));
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) {
        return attempt(() -> socket.getOutputStream().write(bytes));
    }

    /** Sends the bytes in pieces with a pause after each. */
    public RawClient sendSlowly(byte[] bytes, int pieceSize, Duration pause) {
        for (int from = 0; from < bytes.length; from += pieceSize) {
            send(java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceSize)));
            waitFor(pause);
        }
        return this;
    }

    /** Waits; a thread parked for a time may wake early, so the time is looked at. */
    public static void waitFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** No more request bytes will come (FIN), but the reply is still read. */
    public RawClient finishSending() {
        return attempt(socket::shutdownOutput);
    }

    /** Reads a whole reply. Several replies on one connection are read one by one. */
    public Response response() {
        RawReply reply = reply();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            for (int value = reply.body().read();
                    value >= 0;
                    value = reply.body().read()) {
                body.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(reply.status(), reply.headers(), body.toByteArray());
    }

    /** Reads the head only; the body comes as it arrives. Interim replies (1xx) are passed over. */
    public RawReply reply() {
        try {
            while (true) {
                String[] status = line().split(" ", 3);
                List<Headers.Line> lines = new ArrayList<>();
                for (String line = line(); !line.isEmpty(); line = line()) {
                    int colon = line.indexOf(':');
                    lines.add(new Headers.Line(
                            line.substring(0, colon), line.substring(colon + 1).strip()));
                }
                int code = Integer.parseInt(status[1]);
                if (code >= 200) {
                    return new RawReply(code, new Headers(lines), in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the peer has ended the connection; waits for it up to the patience. */
    public boolean endOfConnection() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Leaves with a reset (RST) instead of an orderly end. */
    public void reset() {
        attempt(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    @Override
    public void close() {
        attempt(socket::close);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("the connection ended in the head of a reply, after: " + line);
            }
            line.write(value);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private interface Io {
        void run() throws IOException;
    }

    private RawClient attempt(Io io) {
        try {
            io.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
