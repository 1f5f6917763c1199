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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.1: nobody is tried for who has left")
class LeaversIT extends OnStorm {
    private static final int CALLS = 300;

    /** Far longer than the quarter of a second after which the gateway looks again whether its callers are there. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static @Nullable Storm patient;

    private final List<CountDownLatch> asked = latches();
    private final List<CountDownLatch> left = latches();

    LeaversIT() {
        super(patient());
    }

    private static synchronized Storm patient() {
        Storm storm = patient;
        if (storm == null) {
            storm = Storm.retrying(PAUSE);
            patient = storm;
        }
        return storm;
    }

    @AfterAll
    static void close() {
        patient().close();
    }

    private static List<CountDownLatch> latches() {
        return Stream.generate(() -> new CountDownLatch(1)).limit(CALLS).toList();
    }

    @Test
    @DisplayName("fault 2.1: 300 callers who leave after the first 503: few are tried once more, none to the last")
    void whileItIsRetried() {
        everyoneLeavesAfter("retried", Answer.error(503));

        // Four each, had they stayed. A second one may be under way before the leaving is seen.
        assertThat(Storm.asked(storm.sickOnes())).isBetween(CALLS, CALLS * 2);
        assertRows("retried", 4);
    }

    @Test
    @DisplayName(
            "fault 2.1: 300 callers who leave while the time is waited for that their upstream named: one attempt each")
    void whileATimeIsWaitedFor() {
        everyoneLeavesAfter("waiting", Answer.error(429).retryAfter(Duration.ofSeconds(9)));

        assertThat(Storm.asked(storm.sickOnes())).isEqualTo(CALLS);
        assertRows("waiting", 1);
    }

    /** The failure comes as soon as its caller has left: sooner than the gateway looks whether he is there. */
    private void everyoneLeavesAfter(String prefix, Answer failure) {
        storm.sickOnes()
                .forEach(fake -> fake.answering(request -> {
                    asked.get(number(request)).countDown();
                    await(left.get(number(request)));
                    return failure;
                }));
        List<Boolean> unused = Many.of(CALLS, CALLS, i -> leave(prefix, i));
        assertIdle();
    }

    private boolean leave(String prefix, int i) {
        Dialect dialect = Storm.DIALECTS.get(i % 3);
        try (RawClient client = storm.send(dialect, i % 2 == 0, Way.SICK, prefix + "-" + i)) {
            await(asked.get(i));
            leave(client, i % 4 < 2);
            left.get(i).countDown();
            return true;
        }
    }

    private static void leave(RawClient client, boolean reset) {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a call came to no upstream, or its caller did not leave");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int number(SeenRequest request) {
        return Integer.parseInt(request.text().replaceFirst("(?s).*(?:retried|waiting)-(\\d+).*", "$1"));
    }

    /**
     * Every call has one, says that its caller left, and holds the attempts that the providers counted: but for the last
     * of a call whose caller left while it was on its way, which may have come to a provider or not.
     *
     * @param most attempts of a call
     */
    private void assertRows(String prefix, int most) {
        Map<String, Row> rows = rows(prefix + "-", CALLS);
        assertThat(rows).hasSize(CALLS);
        assertThat(rows.values()).allSatisfy(row -> {
            assertThat(row.outcome()).isEqualTo("499 client_cancelled");
            // Before the pause of 9 s would have been over.
            assertThat(Long.parseLong(row.call().getOrDefault("total_ms", ""))).isLessThan(9_000);
            assertThat(row.course()).hasSizeBetween(1, most);
            assertThat(row.course().subList(0, row.course().size() - 1)).noneMatch(LeaversIT::stopped);
        });
        List<String> attempts =
                rows.values().stream().flatMap(row -> row.course().stream()).toList();
        int stopped = (int) attempts.stream().filter(LeaversIT::stopped).count();
        assertThat(Storm.asked(storm.sickOnes())).isBetween(attempts.size() - stopped, attempts.size());
    }

    /** Whether an attempt, as {@link Row#course} tells it, ended because its caller left. */
    private static boolean stopped(String attempt) {
        return attempt.contains(" client_cancelled ");
    }
}
