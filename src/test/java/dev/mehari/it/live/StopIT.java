package dev.mehari.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Ledger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 2.17: a stop under traffic")
@Timeout(120)
class StopIT {
    private static final int SHORT_CALLS = 50;
    private static final Duration STREAM = Duration.ofSeconds(20);
    private static final int WORDS = 40;

    private final OpenAiFake fake = OpenAiFake.start();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    @DisplayName(
            "fault 2.17: SIGTERM amid 50 short calls and a 20 s stream: all complete, no reset, every row, then it ends")
    void everythingCompletes() throws Exception {
        fake.answering(request -> request.text().contains("a long stream")
                ? Answer.text("on ".repeat(WORDS - 1) + "finis").drip(STREAM.dividedBy(WORDS))
                : Answer.text("a few words").delayed(Duration.ofMillis(400)));
        GatewaySetup setup = GatewayProcess.setup().upstream(fake).env("MEHARI_SHUTDOWN_DELAY", "3s");
        long asked;
        long ended;
        try (GatewayProcess gateway = setup.start();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            asked = System.nanoTime();
            Future<RawClient.Response> stream = callers.submit(() -> call(gateway, true, "a long stream", 0));
            fake.awaitRequests(1, Duration.ofSeconds(20));
            List<Future<RawClient.Response>> calls = new ArrayList<>();
            for (int i = 1; i <= SHORT_CALLS / 2; i++) {
                int number = i;
                calls.add(callers.submit(() -> call(gateway, false, "hello", number)));
            }
            fake.awaitRequests(1 + SHORT_CALLS / 2, Duration.ofSeconds(20));

            gateway.terminate();
            int ready = Eventually.get(Duration.ofSeconds(10), () -> ready(gateway), status -> status != 200);
            assertThat(ready).isEqualTo(503);
            for (int i = SHORT_CALLS / 2 + 1; i <= SHORT_CALLS; i++) {
                int number = i;
                calls.add(callers.submit(() -> call(gateway, false, "hello", number)));
            }

            for (Future<RawClient.Response> one : calls) {
                RawClient.Response response = one.get();
                assertThat(response.status()).as(response.text()).isEqualTo(200);
                assertThat(response.text()).contains("a few words");
            }
            assertThat(calls.getLast().get().headers().first("connection"))
                    .as("tells the caller to come back on another connection")
                    .isEqualTo("close");
            RawClient.Response whole = stream.get();
            ended = System.nanoTime();
            assertThat(whole.text()).contains("finis").contains("[DONE]");
            assertThat(gateway.awaitExit()).isEqualTo(143);
        }
        assertThat(Duration.ofNanos(ended - asked))
                .as("the stream was that long")
                .isGreaterThan(STREAM);
        // Wide: the design allows two seconds after the last byte.
        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(10));
        Ledger ledger = new Ledger("jdbc:sqlite:" + setup.data().resolve("mehari.db"));
        assertThat(ledger.count("SELECT count(*) FROM calls WHERE status = 200 AND error_kind IS NULL"))
                .isEqualTo(SHORT_CALLS + 1);
        assertThat(ledger.count("SELECT count(*) FROM calls")).isEqualTo(SHORT_CALLS + 1);
    }

    private static int ready(GatewayProcess gateway) {
        return gateway.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/ready")))
                .statusCode();
    }

    private static RawClient.Response call(GatewayProcess gateway, boolean stream, String question, int number) {
        String request = RawClient.post(
                        "/v1/chat/completions",
                        Dialect.OPENAI.headers(GatewaySetup.KEY),
                        Dialect.OPENAI.body(stream, question))
                .replaceFirst("\r\n", "\r\nX-Request-Id: stop-" + number + "\r\n");
        try (RawClient client = RawClient.to(gateway.url()).patience(Duration.ofSeconds(60))) {
            return client.send(request).response();
        }
    }
}
