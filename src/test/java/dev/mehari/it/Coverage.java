package dev.mehari.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jacoco.core.runtime.RemoteControlReader;
import org.jacoco.core.runtime.RemoteControlWriter;
import org.jacoco.core.tools.ExecFileLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of ours a gateway process runs. It gets the same JaCoCo agent as the JVM of the tests; where that has none,
 * nothing is measured. The agent reports over a connection and not into a file, because most of these processes are killed:
 * {@link #ask} before that. A process that ends by itself reports while it ends.
 */
final class Coverage {
    private static final Pattern AGENT = Pattern.compile("-javaagent:(.+\\.jar)=.*\\bdestfile=([^,]+).*");
    private static final int PATIENCE_SECONDS = 10;

    /** One file for all processes of this JVM. */
    private static final Object FILE = new Object();

    private final List<String> flags;
    private final @Nullable Path file;
    private final ExecFileLoader seen = new ExecFileLoader();
    private final Semaphore reports = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean kept = new AtomicBoolean();
    private volatile @Nullable RemoteControlWriter agent;

    private Coverage() {
        Matcher ours = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .map(AGENT::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElse(null);
        if (ours == null) {
            flags = List.of();
            file = null;
            return;
        }
        file = Path.of(ours.group(2)).resolveSibling("processes.exec");
        try {
            ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            flags = List.of("-javaagent:" + ours.group(1) + "=output=tcpclient,address=127.0.0.1,port="
                    + server.getLocalPort() + ",includes=dev.mehari.*");
            Thread.ofVirtual().name("coverage").start(() -> listen(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For one process that is about to be started. */
    static Coverage open() {
        return new Coverage();
    }

    /** For the command line of the process; empty when nothing is measured. */
    List<String> flags() {
        return flags;
    }

    private void listen(ServerSocket server) {
        try (server;
                Socket socket = server.accept()) {
            RemoteControlReader reader = new RemoteControlReader(socket.getInputStream());
            reader.setSessionInfoVisitor(seen.getSessionInfoStore());
            reader.setExecutionDataVisitor(seen.getExecutionDataStore());
            agent = new RemoteControlWriter(socket.getOutputStream());
            while (reader.read()) {
                reports.release();
            }
        } catch (IOException e) {
            // The process was killed while it reported: what came until then counts.
        } finally {
            over.countDown();
            reports.release();
        }
    }

    /** Has a running process report now. */
    void ask() {
        RemoteControlWriter to = agent;
        if (to == null) {
            return;
        }
        try {
            to.visitDumpCommand(true, false);
            boolean unused = reports.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has just ended, and reported then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds what a process that has ended reported to the file; once. */
    void keep() {
        if (file == null || agent == null || kept.getAndSet(true)) {
            return;
        }
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            synchronized (FILE) {
                seen.save(file.toFile(), true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
