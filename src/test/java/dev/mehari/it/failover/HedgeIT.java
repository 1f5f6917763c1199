package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("hedge-after: a target that is slow is not waited for alone")
class HedgeIT extends OnChain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private void closed(Way way, int n) {
        SeenRequest request = chain.fake(way, n).lastRequest();
        chain.fake(way, n).server().awaitClosed(request, PATIENCE);
    }

    /** The first says nothing before the second was asked. */
    private void bothAsked(Way way, Answer first, Answer second) {
        CountDownLatch asked = new CountDownLatch(1);
        chain.fake(way, 1).always(first.heldUntil(asked));
        chain.fake(way, 2).answering(request -> {
            asked.countDown();
            return second;
        });
    }

    private static Answer after(int n, long millis) {
        return Chain.good(n).delayed(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @EnumSource(Round.class)
    @DisplayName("the first is silent: the second answers, the first is cancelled at once and booked as outrun")
    void secondWins(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(Answer.silence());

            RawClient.Response response = chain.call(way, "hedged");

            servedBy(way, 2, response, 2);
            closed(way, 1);
            JsonNode row = chain.row(response);
            assertThat(Chain.attempts(row)).containsExactly("1 outrun outrun", "2 done");
            assertThat(row.path("upstream").asText()).isEqualTo(way.vendor() + "-2");
            assertThat(row.path("cost_usd").asText()).isEqualTo("0.000025");
            assertThat(row.path("estimated").asBoolean()).isFalse();
            assertThat(row.at("/attempts/1/usage/output_tokens").asInt()).isEqualTo(7);
            assertThat(chain.breaker(way.vendor() + "-1")).isEqualTo("closed");
            seen(way, 1, 1);
        });
    }

    @Test
    @DisplayName("how long the one took that was outrun is known from then on, at the least")
    void theSlowOneIsKnown() {
        Way way = Way.OPENAI_JSON;
        for (int i = 0; i < 20; i++) {
            servedBy(way, 1, chain.call(way, "one"), 1);
        }
        double before = latency(way);
        chain.fake(way, 1).always(Answer.silence());

        servedBy(way, 2, chain.call(way, "hedged"), 2);

        Eventually.get(PATIENCE, () -> latency(way), now -> now > before + 50);
    }

    private double latency(Way way) {
        String target = way.vendor() + "-1/" + way.model(1);
        for (JsonNode upstream :
                Chain.json(chain.gateway().adminPage("/api/admin/health")).path("upstreams")) {
            for (JsonNode one : upstream.path("targets")) {
                if (one.path("target").asText().equals(target)) {
                    return one.path("latency_ms").asDouble();
                }
            }
        }
        throw new AssertionError("nothing is known of " + target);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the first is quick: nobody else is asked")
    void quick(Way way) {
        servedBy(way, 1, chain.call(way, "calm"), 1);

        seen(way, 1, 0);
    }

    @ParameterizedTest
    @EnumSource(Round.class)
    @DisplayName("the first is slow and answers before the second: the second is cancelled and booked")
    void firstWins(Round round) {
        together(round.ways(), way -> {
            bothAsked(way, Chain.good(1), Answer.silence());

            RawClient.Response response = chain.call(way, "hedged");

            servedBy(way, 1, response, 2);
            closed(way, 2);
            assertThat(chain.attempts(response)).containsExactly("2 outrun outrun", "1 done");
        });
    }

    @ParameterizedTest
    @EnumSource(Round.class)
    @DisplayName("the first fails while the second is asked: the second's answer, and no retry beside it")
    void firstFails(Round round) {
        together(round.ways(), way -> {
            bothAsked(way, Answer.error(503), after(2, 300));

            RawClient.Response response = chain.call(way, "hedged");

            servedBy(way, 2, response, 2);
            assertThat(chain.attempts(response)).containsExactly("1 upstream_overloaded next_target", "2 done");
            seen(way, 1, 1);
        });
    }

    @ParameterizedTest
    @EnumSource(Round.class)
    @DisplayName("the second fails: the first is waited for, and answers")
    void secondFails(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(after(1, 650));
            chain.fake(way, 2).always(Answer.error(400));

            RawClient.Response response = chain.call(way, "hedged");

            servedBy(way, 1, response, 2);
            assertThat(chain.attempts(response)).containsExactly("2 upstream_rejected next_target", "1 done");
            seen(way, 1, 1);
        });
    }

    @Test
    @DisplayName("both fail: what follows is what follows the last, and the caller gets one error")
    void bothFail() {
        together(Way.protocols(), way -> {
            bothAsked(way, Answer.error(401), Answer.error(404).delayed(Duration.ofMillis(300)));

            RawClient.Response response = chain.call(way, "hedged");

            assertThat(response.status()).as(response.text()).isEqualTo(502);
            assertThat(chain.attempts(response))
                    .containsExactly("1 upstream_auth_failed next_target", "2 upstream_model_not_found no_target_left");
        });
    }

    @Test
    @DisplayName("the caller's mistake is the answer at once, and the second is cancelled")
    void callersMistake() {
        together(Way.protocols(), way -> {
            bothAsked(way, Answer.error(422, null, "temperature is too hot"), Answer.silence());

            RawClient.Response response = chain.call(way, "hedged");

            assertThat(response.status()).as(response.text()).isEqualTo(422);
            assertThat(response.text()).contains("too hot");
            closed(way, 2);
            assertThat(chain.row(response).path("attempts")).hasSize(2);
        });
    }

    @Test
    @DisplayName("fault 2.1: the caller leaves while both are asked: both are stopped, and none follows")
    void leaves() {
        Way way = Way.ANTHROPIC_STREAM;
        chain.fake(way, 1).always(Answer.silence());
        chain.fake(way, 2).always(Answer.silence());
        String request = way.request("hedged-anthropic", GatewaySetup.KEY, "X-Request-Id: left-the-race\r\n");
        try (RawClient client = chain.connect().send(request)) {
            chain.fake(way, 2).awaitRequests(1, PATIENCE);
            leave(client);
            closed(way, 1);
            closed(way, 2);
        }
        JsonNode row = chain.rowLabelled("left-the-race");
        assertThat(row.path("status").asInt()).isEqualTo(499);
        assertThat(row.path("attempts")).hasSize(2);
        seen(way, 1, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "ARRAY"})
    @DisplayName("fault 2.9: the quicker one breaks off after its first piece: an error, and nobody else")
    void breaksOff(Round round) {
        together(round.ways(), way -> {
            chain.fake(way, 1).always(Answer.silence());
            chain.fake(way, 2).always(Chain.good(2).cutAfter(way.dialect.openingEvents() + 1));

            RawClient.Response response = chain.call(way, "hedged");

            assertThat(response.text()).contains(way.dialect.errorMark()).doesNotContain(way.dialect.terminator());
            JsonNode row = chain.row(response);
            assertThat(row.path("error_kind").asText()).isEqualTo("upstream_stream_interrupted");
            assertThat(Chain.attempts(row))
                    .containsExactly("1 outrun outrun", "2 upstream_stream_interrupted committed");
        });
    }

    @Test
    @DisplayName("both answer at the same moment: one answer, one attempt that is done, 40 times")
    void photoFinish() {
        for (Way way : List.of(Way.OPENAI_STREAM, Way.OPENAI_JSON)) {
            chain.fake(way, 1).always(after(1, 305));
            chain.fake(way, 2).always(Chain.good(2));
            together(java.util.Collections.nCopies(20, way), same -> {
                RawClient.Response response = chain.call(same, "hedged");
                String told = Chain.withoutNumbers(response.body());
                assertThat(told).isIn(chain.alone(same, 1), chain.alone(same, 2));
                List<String> attempts = chain.attempts(response);
                assertThat(attempts.getLast()).endsWith("done");
                assertThat(attempts.size()).isLessThanOrEqualTo(2);
                assertThat(told).isEqualTo(chain.alone(same, attempts.getLast().startsWith("1") ? 1 : 2));
            });
        }
    }
}
