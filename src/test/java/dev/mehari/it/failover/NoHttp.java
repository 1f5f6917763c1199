package dev.mehari.it.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A port where something listens that does not speak HTTP. */
final class NoHttp implements AutoCloseable {
    private final ServerSocket listener;

    private NoHttp(ServerSocket listener) {
        this.listener = listener;
    }

    static NoHttp start() {
        try {
            NoHttp server = new NoHttp(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("no-http").start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                int unused = socket.getInputStream().read(new byte[64 * 1024]);
                socket.getOutputStream()
                        .write("SSH-2.0-OpenSSH_9.6\r\nwho are you\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The peer left, or the listener was closed: the loop knows which.
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
