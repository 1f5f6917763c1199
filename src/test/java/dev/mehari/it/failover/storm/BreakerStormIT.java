package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Many;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 2.10: circuit breakers under load")
@Timeout(90)
class BreakerStormIT {
    private static final int CALLS = 200;
    private static final Duration OPEN_FOR = Duration.ofSeconds(4);
    private static final int PROBES = 3;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Storm storm =
            new Storm("{window: 20, minimum-calls: 10, open-for: 4s}", setup -> setup.env("RETRY_DELAY_MS", "20"));

    @AfterEach
    void close() {
        storm.close();
    }

    @Test
    @DisplayName(
            "fault 2.10: 200 at once on a dying upstream are all served, it is left alone but for probes, and it returns")
    void opensAndCloses() {
        storm.reset();
        everyoneIsServed("healthy");
        assertThat(Storm.asked(storm.sickOnes())).isEqualTo(CALLS);
        assertStates("closed", 0);

        storm.sickOnes().forEach(fake -> fake.always(Answer.error(500)));
        everyoneIsServed("dying");
        assertStates("open", 1);
        assertThat(storm.gateway().output())
                .contains("circuit breaker of upstream \"openai-sick\": State transition from CLOSED to OPEN");

        int before = Storm.asked(storm.sickOnes());
        long since = System.nanoTime();
        everyoneIsServed("open");
        everyoneIsServed("open");
        long periods = 1 + (System.nanoTime() - since) / OPEN_FOR.toNanos();
        assertThat(Storm.asked(storm.sickOnes()) - before)
                .isLessThanOrEqualTo((int) periods * PROBES * Storm.DIALECTS.size());

        // A retry may follow a probe at once, so the breaker is asked until it has seen its three.
        storm.sickOnes().forEach(fake -> fake.always(Answer.text("the first one is back")));
        Eventually.get(SOON, this::everyoneReachesTheFirst, back -> back);
        assertStates("closed", 0);
        assertThat(storm.gateway().output())
                .contains("circuit breaker of upstream \"openai-sick\": State transition from HALF_OPEN to CLOSED");
        storm.wellOnes().forEach(fake -> fake.server().forget());
        everyoneIsServed("recovered");
        assertThat(Storm.asked(storm.wellOnes())).isZero();
    }

    private void everyoneIsServed(String label) {
        List<RawClient.Response> responses = Many.of(
                CALLS, CALLS, i -> storm.call(Storm.DIALECTS.get(i % 3), i % 2 == 0, Way.FALLBACK, label + "-" + i));
        assertThat(responses)
                .allSatisfy(response ->
                        assertThat(response.status()).as(response.text()).isEqualTo(200));
    }

    private boolean everyoneReachesTheFirst() {
        boolean back = true;
        for (Dialect dialect : Storm.DIALECTS) {
            RawClient.Response response = storm.call(dialect, false, Way.FALLBACK, "back");
            assertThat(response.status()).isEqualTo(200);
            back &= state(dialect).equals("closed");
        }
        return back;
    }

    /** In all places where an operator looks. */
    private void assertStates(String state, double gauge) {
        for (Dialect dialect : Storm.DIALECTS) {
            assertThat(state(dialect)).isEqualTo(state);
            assertThat(storm.metric(
                            "resilience4j_circuitbreaker_state",
                            "name=\"" + Storm.name(dialect, "sick") + "\"",
                            "state=\"open\""))
                    .isEqualTo(gauge);
        }
    }

    private String state(Dialect dialect) {
        try {
            for (JsonNode upstream : new ObjectMapper()
                    .readTree(storm.gateway().adminPage("/api/admin/live"))
                    .path("upstreams")) {
                if (upstream.path("name").asText().equals(Storm.name(dialect, "sick"))) {
                    return upstream.path("breaker").asText();
                }
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + Storm.name(dialect, "sick") + " in /api/admin/live");
    }
}
