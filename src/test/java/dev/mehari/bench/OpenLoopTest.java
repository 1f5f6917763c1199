package dev.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenLoopTest {
    private static final int OTHERS = 20;
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nx-mehari-overhead-ms: 1.500\r\nContent-Length: 2\r\n\r\n{}"
            .getBytes(StandardCharsets.US_ASCII);

    private final CountDownLatch others = new CountDownLatch(OTHERS);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** The first call is answered when others have come meanwhile: a client that waits for it would never send them. */
    @Test
    @Timeout(50)
    void aLateAnswerDelaysNoOtherCall() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> accept(server));
            Subject subject = new Subject("server", server.getLocalPort(), 0);

            OpenLoop.Result result = new OpenLoop(subject, "{}", 100, false).run(Duration.ofSeconds(1));

            assertThat(result.calls()).isEqualTo(150).isEqualTo(calls.get());
            assertThat(connections).hasValueLessThan(OpenLoop.MOST);
            assertThat(result.saidMillis(50)).isBetween(1.49, 1.51);
        }
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (request(in)) {
                if (calls.incrementAndGet() == 1) {
                    others.await();
                } else {
                    others.countDown();
                }
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a request, whose body ends with the only closing brace; false when there is none. */
    private static boolean request(InputStream in) throws IOException {
        for (int b; (b = in.read()) >= 0; ) {
            if (b == '}') {
                return true;
            }
        }
        return false;
    }
}
