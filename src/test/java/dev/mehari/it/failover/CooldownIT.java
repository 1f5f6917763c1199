package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Many;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("faults 2.10, 6.4: what is left alone, for how long, and what never is")
class CooldownIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String UPSTREAM = """
              NAME:
                protocol: openai-chat
                base-url: URL
                credentials: [{id: main, key: "env:KEY_NAME"}]
                breaker: {window: 100000, minimum-calls: 100000}
                cooldown: {rate-limited: 60s, window: 20, minimum-calls: 20, for: 2s}
                credential-pool: {degraded-after: 100}
            """;
    private static final String MODELS = """
            models:
              two: {targets: [u1/gpt-4.1, u2/gpt-4.1]}
              mini: {targets: [u1/gpt-4.1-mini, u2/gpt-4.1]}
              behind: {targets: [u3/gpt-4.1, u1/gpt-4.1, u2/gpt-4.1]}
            """;

    private static final List<OpenAiFake> FAKES = List.of(OpenAiFake.start(), OpenAiFake.start(), OpenAiFake.start());
    private static final OpenAiFake U1 = FAKES.getFirst();
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        GatewaySetup setup = GatewayProcess.setup().withoutRetries().file("config/models.yaml", MODELS);
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        for (int n = 1; n <= FAKES.size(); n++) {
            OpenAiFake fake = FAKES.get(n - 1);
            setup.env("KEY_u" + n, fake.key());
            upstreams.append(UPSTREAM.replace("NAME", "u" + n).replace("URL", fake.baseUrl()));
        }
        gateway = setup.file("config/upstreams.yaml", upstreams.toString())
                .file("config/prices.yaml", "")
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        FAKES.forEach(OpenAiFake::close);
    }

    @BeforeEach
    void well() {
        for (OpenAiFake fake : FAKES) {
            fake.always(Answer.text("It is warm."));
            fake.server().forget();
        }
    }

    @AfterEach
    void forget() {
        for (int n = 1; n <= FAKES.size(); n++) {
            var unused = gateway.send(
                    gateway.admin("/api/admin/upstreams/u" + n + "/reset").POST(HttpRequest.BodyPublishers.noBody()));
        }
    }

    private static RawClient send(String alias, String key, String question) {
        return RawClient.to(gateway.url())
                .send(RawClient.post(
                        Way.OPENAI_JSON.dialect.path(alias, false),
                        Way.OPENAI_JSON.dialect.headers(key),
                        Way.OPENAI_JSON.dialect.body(alias, false, question)));
    }

    private static RawClient.Response call(String alias) {
        try (RawClient client = send(alias, GatewaySetup.KEY, "Is it warm?")) {
            return client.response();
        }
    }

    /** Calls, all of which have to be answered; by whom. */
    private static List<String> servedBy(String alias, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> {
                    RawClient.Response response = call(alias);
                    assertThat(response.status()).as(response.text()).isEqualTo(200);
                    return String.valueOf(response.headers().first("x-mehari-upstream"));
                })
                .toList();
    }

    private static JsonNode credential() {
        for (JsonNode token : Chain.json(gateway.adminPage("/v1/tokens/stats")).path("tokens")) {
            if (token.path("token_id").asText().equals("u1:main")) {
                return token;
            }
        }
        throw new AssertionError("no token u1:main");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("fault 2.10: Retry-After 1 and a plain 429 with a cooldown of 60 s, in either order: cool until t+60")
    void theLaterDeadlineHolds(boolean shortFirst) {
        CountDownLatch named = new CountDownLatch(1);
        CountDownLatch plain = new CountDownLatch(1);
        U1.answering(request -> request.text().contains("named")
                ? Answer.error(429).retryAfter(Duration.ofSeconds(1)).heldUntil(named)
                : Answer.error(429).heldUntil(plain));
        Instant since = Instant.now();
        try (RawClient one = send("two", GatewaySetup.KEY, "named");
                RawClient other = send("two", GatewaySetup.KEY, "plain")) {
            U1.awaitRequests(2, SOON);
            (shortFirst ? named : plain).countDown();
            assertThat((shortFirst ? one : other).response().status()).isEqualTo(200);
            (shortFirst ? plain : named).countDown();
            assertThat((shortFirst ? other : one).response().status()).isEqualTo(200);
        }

        assertThat(Instant.parse(credential().at("/limited/0/until").asText())).isAfter(since.plusSeconds(59));
        RawClient.waitFor(Duration.ofMillis(1200));
        assertThat(servedBy("two", 3)).containsOnly("u2");
        assertThat(U1.requests()).hasSize(2);
    }

    @Test
    @DisplayName("fault 2.10: who is left alone is no fallback either, also of a call that was under way before")
    void notSkippedForFallbacks() {
        CountDownLatch limited = new CountDownLatch(1);
        OpenAiFake first = FAKES.getLast();
        first.always(Answer.error(503).heldUntil(limited));
        U1.always(Answer.error(429));
        try (RawClient underWay = send("behind", GatewaySetup.KEY, "Is it warm?")) {
            first.awaitRequests(1, SOON);
            assertThat(servedBy("two", 1)).containsExactly("u2");
            limited.countDown();
            assertThat(underWay.response().headers().first("x-mehari-upstream")).isEqualTo("u2");
        }
        assertThat(servedBy("behind", 3)).containsOnly("u2");

        assertThat(first.requests()).hasSize(4);
        assertThat(U1.requests()).hasSize(1);
    }

    @Test
    @DisplayName("fault 2.10: one of twenty fails, twenty callers make mistakes, twenty have no key: still in rotation")
    void noReason() {
        for (int i = 0; i < 20; i++) {
            U1.next(i == 10 ? Answer.error(500) : Answer.text("It is warm."));
        }
        assertThat(servedBy("two", 20)).containsOnlyOnce("u2");

        U1.always(Answer.error(400));
        IntStream.range(0, 20).forEach(i -> assertThat(call("two").status()).isEqualTo(400));
        for (int i = 0; i < 20; i++) {
            try (RawClient stranger = send("two", "sk-nobody-knows-this-key-0001", "Is it warm?")) {
                assertThat(stranger.response().status()).isEqualTo(401);
            }
        }
        U1.always(Answer.text("It is warm."));

        assertThat(servedBy("two", 20)).containsOnly("u1");
        assertThat(credential().path("status").asText()).isEqualTo("available");
        assertThat(credential().path("left_alone").asBoolean()).isFalse();
    }

    @Test
    @DisplayName(
            "faults 2.10, 6.4: a target that fails is left alone but for one call at a time, another model of it is"
                    + " not; nobody notices, and it comes back")
    void flap() {
        U1.answering(request -> request.text().contains("mini") ? Answer.text("It is warm.") : Answer.error(500));
        assertThat(servedBy("two", 20)).containsOnly("u2");
        assertThat(U1.requests()).hasSize(20);
        Answer slowly = Answer.error(500).delayed(Duration.ofMillis(300));
        U1.answering(request -> request.text().contains("mini") ? Answer.text("It is warm.") : slowly);
        long since = System.nanoTime();
        do {
            assertThat(Many.of(10, 10, i -> servedBy("two", 1).getFirst())).containsOnly("u2");
            assertThat(servedBy("mini", 1)).containsExactly("u1");
        } while (System.nanoTime() - since < Duration.ofSeconds(5).toNanos());
        long periods = 1 + (System.nanoTime() - since) / Duration.ofSeconds(2).toNanos();
        long tries = U1.requests().stream()
                        .filter(request -> !request.text().contains("mini"))
                        .count()
                - 20;
        assertThat(tries).isBetween(1L, periods);
        assertThat(gateway.adminPage("/api/admin/health")).contains("u1/gpt-4.1", "of its last 20 attempts failed");

        U1.always(Answer.text("It is warm."));
        Eventually.get(SOON, () -> servedBy("two", 1), List.of("u1")::equals);
        assertThat(servedBy("two", 20)).containsOnly("u1");
    }
}
