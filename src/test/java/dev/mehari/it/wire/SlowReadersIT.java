package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.Jcmd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A gateway of its own with a small heap, and callers of 100 MB each: some read a thousand bytes a second, others none.
 */
@DisplayName("fault 2.18: a slow reader is not buffered for, and costs nobody else anything")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReadersIT {
    private static final int READERS = 16;
    private static final long MEGABYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final OpenAiFake fake = OpenAiFake.start();
    private final List<Socket> readers = new ArrayList<>();
    private final GatewayProcess gateway;

    SlowReadersIT() {
        gateway = GatewayProcess.setup()
                .upstream(fake)
                .withoutRetries()
                .jvm("-Xmx128m")
                .env("SERVER_TOMCAT_CONNECTIONTIMEOUT", "12s")
                .start();
    }

    @BeforeAll
    void warmUp() {
        fake.answering(request -> request.text().contains("flood")
                ? Answer.text("x".repeat(1000)).flood(90_000)
                : Answer.text("It is warm."));
        for (int i = 0; i < 50; i++) {
            assertThat(quick().status()).isEqualTo(200);
        }
    }

    @AfterAll
    void stop() throws IOException {
        for (Socket reader : readers) {
            reader.close();
        }
        gateway.close();
        fake.close();
    }

    private static String request(String question) {
        Dialect openai = Dialect.OPENAI;
        return RawClient.post(
                openai.path("gpt-4.1", true), openai.headers(GatewaySetup.KEY), openai.body("gpt-4.1", true, question));
    }

    private RawClient.Response quick() {
        try (RawClient client = RawClient.to(gateway.url())) {
            return client.send(request("Is it warm?")).response();
        }
    }

    private Socket reader(boolean reads) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        socket.getOutputStream().write(request("flood").getBytes(StandardCharsets.UTF_8));
        if (!reads) {
            return socket;
        }
        Thread.ofVirtual().name("slow-reader").start(() -> {
            try {
                while (socket.getInputStream().readNBytes(1000).length > 0) {
                    RawClient.waitFor(Duration.ofSeconds(1));
                }
            } catch (IOException e) {
                // The test is over, or the gateway has had enough.
            }
        });
        return socket;
    }

    /** Bytes of objects that a full collection leaves. */
    private long heap() {
        String total = Jcmd.run(gateway.pid(), "GC.class_histogram").strip();
        return Long.parseLong(
                total.substring(total.lastIndexOf("Total")).strip().split("\\s+", -1)[2]);
    }

    private List<SeenRequest> floods() {
        return fake.requests().stream()
                .filter(request -> request.text().contains("flood"))
                .toList();
    }

    @Test
    @DisplayName(
            "its upstream is held back, it takes less than 1 MB of heap, 100 others are as quick as before, and who reads nothing is cut off")
    void slowReaders() throws IOException {
        Latencies alone = others();
        long before = heap();
        for (int i = 0; i < READERS; i++) {
            readers.add(reader(i % 2 == 0));
        }
        Eventually.get(PATIENCE, this::floods, seen -> seen.size() == READERS);
        // What the system's buffers take; then nothing goes on.
        Eventually.get(PATIENCE, this::written, written -> written > 0 && written == later());

        assertThat((heap() - before) / READERS).isLessThan(MEGABYTE);
        others().assertAsQuickAs(alone);
        for (SeenRequest flood : floods()) {
            assertThat(flood.bytesWritten()).isLessThan(30 * MEGABYTE);
            assertThat(flood.isReplyComplete()).isFalse();
        }

        Ledger ledger = new Ledger("jdbc:sqlite:" + gateway.settings().data().resolve("mehari.db"));
        Eventually.get(
                PATIENCE,
                () -> ledger.count("SELECT COUNT(*) FROM calls WHERE error_kind = 'client_cancelled'"),
                rows -> rows >= READERS / 2);
        Eventually.get(PATIENCE, this::attempts, attempts -> attempts <= READERS / 2);
    }

    private Latencies others() {
        return Latencies.of(4, i -> assertThat(quick().status()).isEqualTo(200));
    }

    private double attempts() {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(line -> line.startsWith("mehari_attempts_in_flight "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private long written() {
        return floods().stream().mapToLong(SeenRequest::bytesWritten).sum();
    }

    private long later() {
        RawClient.waitFor(Duration.ofMillis(300));
        return written();
    }
}
