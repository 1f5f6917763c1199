package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Many;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.1: nobody is tried for who has left")
class LeaversIT extends OnStorm {
    private static final int CALLS = 300;

    private final List<CountDownLatch> failed =
            Stream.generate(() -> new CountDownLatch(1)).limit(CALLS).toList();

    @Test
    @DisplayName("fault 2.1: 300 callers who leave after the first 503: few are tried once more, none to the last")
    void whileItIsRetried() {
        everyoneLeavesAfter("retried", Answer.error(503));

        // Four each, had they stayed. A second one may be under way before the leaving is seen.
        assertThat(Storm.asked(storm.sickOnes())).isBetween(CALLS, CALLS * 2);
        assertRows("retried", Storm.asked(storm.sickOnes()));
    }

    @Test
    @DisplayName(
            "fault 2.1: 300 callers who leave while the time is waited for that their upstream named: one attempt each")
    void whileATimeIsWaitedFor() {
        everyoneLeavesAfter("waiting", Answer.error(429).retryAfter(Duration.ofSeconds(9)));

        assertThat(Storm.asked(storm.sickOnes())).isEqualTo(CALLS);
        assertRows("waiting", CALLS);
    }

    private void everyoneLeavesAfter(String prefix, Answer failure) {
        storm.sickOnes()
                .forEach(fake -> fake.answering(request -> {
                    failed.get(number(request)).countDown();
                    return failure;
                }));
        List<Boolean> unused = Many.of(CALLS, CALLS, i -> leave(prefix, i));
        assertIdle();
    }

    private boolean leave(String prefix, int i) {
        Dialect dialect = Storm.DIALECTS.get(i % 3);
        try (RawClient client = storm.send(dialect, i % 2 == 0, Way.SICK, prefix + "-" + i)) {
            if (!failed.get(i).await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("call " + i + " came to no upstream");
            }
            if (i % 4 < 2) {
                client.reset();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int number(SeenRequest request) {
        return Integer.parseInt(request.text().replaceFirst("(?s).*(?:retried|waiting)-(\\d+).*", "$1"));
    }

    /** Every call has one, says that its caller left, and holds the attempts that the providers counted. */
    private void assertRows(String prefix, int attempts) {
        Map<String, Row> rows = rows(prefix + "-", CALLS);
        assertThat(rows).hasSize(CALLS);
        assertThat(rows.values()).allSatisfy(row -> {
            assertThat(row.outcome()).isEqualTo("499 client_cancelled");
            // Well before the pause of 9 s would have been over.
            assertThat(Long.parseLong(row.call().getOrDefault("total_ms", ""))).isLessThan(7_000);
        });
        assertThat(rows.values().stream().mapToInt(row -> row.attempts().size()).sum())
                .isEqualTo(attempts);
    }
}
