package dev.mehari.it.passthrough;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream that refuses a request before it has read it, and then reads nothing more. */
final class Early implements AutoCloseable {
    private static final String REFUSAL =
            "{\"error\":{\"message\":\"far too large\",\"type\":\"x\",\"code\":\"too_large\"}}";

    private final ServerSocket listener;
    private final AtomicLong read = new AtomicLong();

    Early() {
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** Bytes that it read. */
    long read() {
        return read.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                read.addAndGet(in.readNBytes(300_000).length);
                socket.getOutputStream()
                        .write(("HTTP/1.1 413 Too Large\r\ncontent-type: application/json\r\ncontent-length: "
                                        + REFUSAL.length() + "\r\nconnection: close\r\n\r\n" + REFUSAL)
                                .getBytes(StandardCharsets.US_ASCII));
                // As servers do that want to be heard: what comes is thrown away for a while.
                read.addAndGet(in.readAllBytes().length);
            } catch (IOException e) {
                // The other side left.
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
