package dev.mehari.it.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A load balancer between a caller and the gateway, that cuts a connection on which nothing came back for some time. */
final class IdleCutter implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Duration patience;
    private final AtomicInteger cut = new AtomicInteger();

    private IdleCutter(ServerSocket server, int target, Duration patience) {
        this.server = server;
        this.target = target;
        this.patience = patience;
    }

    static IdleCutter before(int port, Duration patience) {
        try {
            IdleCutter cutter =
                    new IdleCutter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, patience);
            Thread.ofVirtual().name("idle-cutter").start(cutter::accept);
            return cutter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Connections that were cut. */
    int cuts() {
        return cut.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), target);
                caller.setTcpNoDelay(true);
                gateway.setTcpNoDelay(true);
                gateway.setSoTimeout((int) patience.toMillis());
                Thread.ofVirtual().start(() -> pass(caller, gateway));
                Thread.ofVirtual().start(() -> pass(gateway, caller));
            } catch (IOException e) {
                // Closed, or the gateway is gone: its caller will see it.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n; (n = in.read(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            cut.incrementAndGet();
        } catch (IOException e) {
            // The other direction has closed.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
