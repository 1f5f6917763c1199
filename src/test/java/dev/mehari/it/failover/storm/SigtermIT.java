package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 2.17: calls that outlive the grace time of a stop")
@Timeout(90)
class SigtermIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Storm storm = new Storm(
            Storm.NO_BREAKER,
            setup -> setup.env("RETRY_DELAY_MS", "20000").env("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", "2s"));

    @AfterEach
    void close() {
        storm.close();
    }

    /** Where a call stands when the gateway is told to stop. */
    private enum Where {
        IN_A_RETRY_PAUSE("upstream_overloaded"),
        WAITING_FOR_A_NAMED_TIME("upstream_rate_limited"),
        BEFORE_THE_HEAD("not_ready"),
        BEFORE_THE_FIRST_EVENT("not_ready"),
        IN_MID_STREAM("not_ready");

        /** Error of the attempt that was the last. */
        private final String error;

        Where(String error) {
            this.error = error;
        }

        Answer answer(Dialect dialect) {
            return switch (this) {
                case IN_A_RETRY_PAUSE -> Answer.error(503);
                case WAITING_FOR_A_NAMED_TIME -> Answer.error(429).retryAfter(Duration.ofSeconds(9));
                case BEFORE_THE_HEAD -> Answer.silence();
                case BEFORE_THE_FIRST_EVENT -> Answer.text("never").headersOnly();
                case IN_MID_STREAM -> Answer.text("one two three four").stallAfter(dialect.openingEvents() + 2);
            };
        }

        boolean inAttempt() {
            return error.equals("not_ready");
        }
    }

    private record Kind(Dialect dialect, Where where, boolean stream) {
        static List<Kind> all() {
            List<Kind> all = new ArrayList<>();
            for (Dialect dialect : Storm.DIALECTS) {
                for (Where where : Where.values()) {
                    all.add(new Kind(dialect, where, true));
                    if (where != Where.IN_MID_STREAM) {
                        all.add(new Kind(dialect, where, false));
                    }
                }
            }
            return all;
        }

        String label() {
            return "stop-" + dialect + "-" + where + (stream ? "-streamed" : "-whole");
        }

        boolean committed() {
            return where == Where.IN_MID_STREAM;
        }
    }

    @Test
    @DisplayName("fault 2.17: in a pause, in an attempt, in mid-stream: each gets its protocol's error, and its row")
    void everyCallIsTold() throws Exception {
        for (Dialect dialect : Storm.DIALECTS) {
            storm.sick(dialect).answering(request -> {
                for (Where where : Where.values()) {
                    if (request.text().contains(where.name() + "-")) {
                        return where.answer(dialect);
                    }
                }
                throw new IllegalArgumentException(request.text());
            });
        }
        Map<Kind, Future<RawClient.Response>> calls = new LinkedHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Kind kind : Kind.all()) {
                calls.put(
                        kind, callers.submit(() -> storm.call(kind.dialect(), kind.stream(), Way.SICK, kind.label())));
            }
            int count = calls.size();
            int unused = Eventually.get(PATIENCE, () -> Storm.asked(storm.sickOnes()), asked -> asked == count);
            // Those that wait hold no attempt; the others do.
            long attempts = calls.keySet().stream()
                    .filter(kind -> kind.where().inAttempt())
                    .count();
            double inFlight =
                    Eventually.get(PATIENCE, () -> storm.metric("mehari_attempts_in_flight"), now -> now == attempts);
            assertThat(calls.values()).as("in flight: " + inFlight).noneMatch(Future::isDone);

            storm.gateway().terminate();

            for (Map.Entry<Kind, Future<RawClient.Response>> one : calls.entrySet()) {
                assertTold(one.getKey(), one.getValue().get());
            }
        }
        assertThat(storm.gateway().awaitExit()).isEqualTo(143);
        assertRows(calls.keySet());
        assertThat(Storm.asked(storm.sickOnes())).isEqualTo(calls.size());
    }

    private static void assertTold(Kind kind, RawClient.Response response) {
        String text = response.text();
        if (kind.committed()) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(text)
                    .as(kind.label())
                    .contains("one")
                    .contains(kind.dialect().errorMark());
            assertThat(text).as(kind.label()).doesNotContain(kind.dialect().terminator());
        } else {
            assertThat(response.status()).as(kind.label() + ": " + text).isEqualTo(503);
            assertThat(text).as(kind.label()).startsWith("{").contains("\"error\"");
        }
        assertThat(text).as(kind.label()).contains("the gateway is stopping");
        assertThat(response.headers().first("x-should-retry")).as(kind.label()).isNull();
    }

    private void assertRows(Iterable<Kind> kinds) {
        Map<String, Row> rows = Row.of(storm.ledger(), "stop-");
        for (Kind kind : kinds) {
            Row row = Objects.requireNonNull(rows.remove(kind.label()), kind.label());
            assertThat(row.outcome()).as(kind.label()).isEqualTo((kind.committed() ? "200" : "503") + " not_ready");
            assertThat(row.course())
                    .as(kind.label())
                    .containsExactly(Storm.name(kind.dialect(), "sick") + " " + kind.where().error + " gateway");
        }
        assertThat(rows).isEmpty();
    }
}
