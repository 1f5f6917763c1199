package dev.mehari.it.passthrough;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream of bodies that are too large to be kept: it counts what comes and makes up what it sends. */
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sum = new AtomicLong();

    Sink() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/up", this::up);
        server.createContext("/down", Sink::down);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes of request bodies up to now. */
    long received() {
        return received.get();
    }

    /** The sum of all of them. */
    long sum() {
        return sum.get();
    }

    static long sum(byte[] bytes, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += bytes[i] & 0xff;
        }
        return sum;
    }

    private void up(HttpExchange exchange) throws IOException {
        byte[] piece = new byte[64 << 10];
        try (InputStream body = exchange.getRequestBody()) {
            for (int n; (n = body.read(piece)) >= 0; ) {
                received.addAndGet(n);
                sum.addAndGet(sum(piece, n));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** As many bytes as the path ends with. */
    private static void down(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        long left = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, left);
        byte[] piece = new byte[64 << 10];
        try (OutputStream body = exchange.getResponseBody()) {
            for (; left > 0; left -= piece.length) {
                body.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
