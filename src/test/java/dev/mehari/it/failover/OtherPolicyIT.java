package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A gateway of its own: two calls at each target, seconds between them, and any 4xx switches. */
@DisplayName("what an operator may decide otherwise about retries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherPolicyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private Chain chain;

    @BeforeAll
    void start() {
        chain = Chain.with(setup -> setup.env("RETRY_MAX_ATTEMPTS", "2")
                .env("RETRY_DELAY_MS", "3000")
                .edit("config/failover.yaml", text -> text.replace("switch-on: listed", "switch-on: any-4xx")));
    }

    @AfterAll
    void stop() {
        chain.close();
    }

    @BeforeEach
    void reset() {
        chain.reset();
    }

    @AfterEach
    void leavesNothingBehind() {
        chain.assertIdle();
    }

    @Test
    @DisplayName("fault 2.20: failover.switch-on: any-4xx: what was the caller's mistake goes to the next target")
    void anyFourHundred() {
        for (Way way : Way.values()) {
            for (int status : new int[] {400, 413, 422}) {
                chain.reset();
                chain.fake(way, 1).always(Answer.error(status));

                RawClient.Response response = chain.call(way, "two");

                assertThat(response.status()).isEqualTo(200);
                assertThat(Chain.withoutNumbers(response.body())).isEqualTo(chain.alone(way, 2));
                assertThat(List.of(chain.calls(way, 1), chain.calls(way, 2))).containsExactly(1, 1);
                assertThat(chain.attempts(response)).containsExactly("1 upstream_rejected next_target", "2 done");
            }
        }
    }

    @Test
    @DisplayName("fault 2.2a: RETRY_MAX_ATTEMPTS=2: exactly 2 calls, RETRY_DELAY_MS between them")
    void twoAttempts() {
        Way way = Way.OPENAI_JSON;
        chain.fake(way, 1).always(Answer.error(503));

        RawClient.Response response = chain.call(way, "one");

        assertThat(response.status()).isEqualTo(503);
        List<SeenRequest> seen = chain.fake(way, 1).requests();
        assertThat(seen).hasSize(2);
        // Half of the delay may be taken off by jitter, or added.
        assertThat(Duration.ofNanos(seen.get(1).receivedAt() - seen.get(0).receivedAt()))
                .isBetween(Duration.ofMillis(1500), PATIENCE);
        assertThat(chain.attempts(response))
                .containsExactly("1 upstream_overloaded retry", "1 upstream_overloaded no_target_left");
    }

    @Test
    @DisplayName("fault 2.1: a caller who leaves during the pause before a retry: no retry, no fallback")
    void leavesDuringThePause() {
        for (Way way : Way.values()) {
            chain.reset();
            String label = "pause-" + way;
            FakeProvider first = chain.fake(way, 1);
            first.always(Answer.error(503));
            try (RawClient client = chain.connect()
                    .send(way.request("two-" + way.vendor(), GatewaySetup.KEY, "X-Request-Id: " + label + "\r\n"))) {
                SeenRequest request = first.awaitRequests(1, PATIENCE).getFirst();
                Eventually.get(PATIENCE, request::isReplyComplete, complete -> complete);
                OnChain.leave(client);

                JsonNode row = chain.rowLabelled(label);
                assertThat(row.path("status").asInt()).isEqualTo(499);
                assertThat(Chain.attempts(row)).containsExactly("1 upstream_overloaded caller_left");
                assertThat(List.of(chain.calls(way, 1), chain.calls(way, 2))).containsExactly(1, 0);
            }
        }
    }
}
