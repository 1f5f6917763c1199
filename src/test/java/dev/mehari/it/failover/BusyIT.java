package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("fault 2.15: an upstream with two slots, and callers who wait a second for one")
class BusyIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Queue<RawClient> holders = new ConcurrentLinkedQueue<>();

    @AfterEach
    void letGo() {
        gate.countDown();
        holders.forEach(RawClient::close);
        Eventually.get(PATIENCE, () -> chain.metric("mehari_concurrency_used"), used -> used == 0);
    }

    /** Of the upstream with two slots. */
    private double figure(Way way, String name) {
        return chain.metric("mehari_concurrency_" + name, "upstream=\"" + way.vendor() + "-narrow\"");
    }

    /** Both slots are taken by calls that have no answer yet. */
    private void full(Way way) {
        FakeProvider fake = chain.fake(way, 1);
        fake.always(Chain.good(1).heldUntil(gate));
        for (int i = 1; i <= 2; i++) {
            holders.add(chain.send(way, "narrow"));
        }
        fake.awaitRequests(2, PATIENCE);
        assertThat(figure(way, "used")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no slot and no other target: 503 with Retry-After in the caller's protocol, nothing sent, no fault")
    void nobodyElse(Round round) {
        together(round.ways(), way -> {
            full(way);

            RawClient.Response response = chain.call(way, "narrow");

            assertThat(response.status()).as(response.text()).isEqualTo(503);
            assertThat(response.headers().first("retry-after")).isEqualTo("1");
            assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("gateway");
            assertThat(response.headers().first("x-mehari-attempts")).isEqualTo("0");
            assertThat(Chain.json(response.text()).at("/error/message").asText())
                    .contains("as many calls as it may have");
            assertThat(chain.attempts(response)).containsExactly("narrow upstream_busy no_target_left");
            assertThat(chain.breaker(way.vendor() + "-narrow")).isEqualTo("closed");
            seen(way, 2);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no slot: the next target answers, and the attempt that was none counts as none")
    void nextTarget(Round round) {
        together(round.ways(), way -> {
            full(way);

            RawClient.Response response = chain.call(way, "narrow-two");

            servedBy(way, 2, response, 1);
            assertThat(chain.attempts(response)).containsExactly("narrow upstream_busy next_target", "2 done");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_JSON", "ANTHROPIC_STREAM", "GEMINI_ARRAY"})
    @DisplayName("a slot that becomes free goes to who waits for it")
    void waitsForOne(Way way) {
        full(way);
        try (RawClient waiting = chain.send(way, "narrow")) {
            Eventually.get(PATIENCE, () -> figure(way, "waiting"), count -> count == 1);
            gate.countDown();

            RawClient.Response response = waiting.response();

            assertThat(response.status()).as(response.text()).isEqualTo(200);
            assertThat(chain.attempts(response)).containsExactly("narrow done");
        }
        seen(way, 3);
    }

    @Test
    @DisplayName("who leaves while he waits for a slot waits no longer, and nothing is sent for him")
    void leavesTheQueue() {
        Way way = Way.OPENAI_JSON;
        full(way);
        String request = way.request("narrow-openai", GatewaySetup.KEY, "X-Request-Id: left-the-queue\r\n");
        try (RawClient waiting = chain.connect().send(request)) {
            Eventually.get(PATIENCE, () -> figure(way, "waiting"), count -> count == 1);
            double refused = figure(way, "refused_total");
            leave(waiting);

            assertThat(chain.rowLabelled("left-the-queue").path("error_kind").asText())
                    .isEqualTo("client_cancelled");
            assertThat(figure(way, "waiting")).isZero();
            assertThat(figure(way, "refused_total")).isEqualTo(refused);
        }
        seen(way, 2);
    }

    @ParameterizedTest
    @EnumSource(names = Way.STREAMS, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.15: every way out gives the slot back: an error, a broken stream, a hang-up, a stream's end")
    void everyWayOut(Way way) {
        int opening = way.dialect.openingEvents();
        FakeProvider fake = chain.fake(way, 1);
        for (Answer answer : List.of(
                Answer.error(400),
                Answer.error(503),
                Answer.html(200),
                Answer.hangUp(),
                Chain.good(1).cutAfter(opening + 1),
                Chain.good(1))) {
            fake.always(answer);
            chain.call(way, "narrow");
            Eventually.get(PATIENCE, () -> figure(way, "used"), used -> used == 0);
        }
        fake.always(Answer.text("tick ".repeat(60).strip()).stallAfter(opening + 3));
        int before = fake.requests().size();
        try (RawClient client = chain.send(way, "narrow")) {
            fake.server().awaitEvents(fake.awaitRequests(before + 1, PATIENCE).getLast(), opening + 3, PATIENCE);
            assertThat(figure(way, "used")).isEqualTo(1);
            leave(client);
        }
        Eventually.get(PATIENCE, () -> figure(way, "used"), used -> used == 0);
    }

    @Test
    @DisplayName("fault 2.15: 30 callers wait for a sick upstream; a healthy one answers as quickly as before")
    void theHealthyOneIsNotDelayed() {
        Way way = Way.OPENAI_JSON;
        Latencies alone = askTheHealthyOne(way);
        full(way);
        for (int i = 0; i < 30; i++) {
            holders.add(chain.send(way, "narrow"));
        }
        Eventually.get(PATIENCE, () -> figure(way, "waiting"), count -> count > 10);

        askTheHealthyOne(way).assertAsQuickAs(alone);
    }

    private Latencies askTheHealthyOne(Way way) {
        String request = way.request("openai-2/gpt-4.1-mini", GatewaySetup.KEY, "");
        return Latencies.of(2, i -> assertThat(chain.call(request).status()).isEqualTo(200));
    }

    @Test
    @DisplayName("a limit that is raised while calls are under way counts them")
    void changedLimit() {
        Way way = Way.OPENAI_JSON;
        full(way);
        try {
            chain.reload("config/upstreams.yaml", text -> text.replace("{max: 2, queue: 1s}", "{max: 3, queue: 1s}"));
            holders.add(chain.send(way, "narrow"));
            chain.fake(way, 1).awaitRequests(3, PATIENCE);

            assertThat(chain.call(way, "narrow").status()).isEqualTo(503);

            assertThat(figure(way, "used")).isEqualTo(3);
        } finally {
            chain.reload("config/upstreams.yaml", text -> text.replace("{max: 3, queue: 1s}", "{max: 2, queue: 1s}"));
        }
    }
}
