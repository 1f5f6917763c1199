package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Many;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.4: 500 calls against an upstream that stalls")
class StalledIT extends OnStorm {
    private static final int CALLS = 500;

    private final CountDownLatch everyoneIsThere = new CountDownLatch(CALLS);

    private enum Stall {
        BEFORE_HEAD,
        AFTER_HEAD,
        AFTER_TOKEN;

        Answer answer(Dialect dialect, boolean stream) {
            Answer good = Answer.text("one two three four five six");
            return switch (this) {
                case BEFORE_HEAD -> Answer.silence();
                case AFTER_HEAD -> good.headersOnly();
                case AFTER_TOKEN -> stream ? good.stallAfter(dialect.openingEvents() + 1) : good.stallAfterBytes(20);
            };
        }
    }

    /** All kinds of calls in turn; three of ten of each kind leave. */
    private record Kind(Dialect dialect, boolean stream, Stall stall, boolean leaves) {
        static Kind of(int i) {
            return new Kind(
                    Storm.DIALECTS.get(i % 3),
                    i / 3 % 2 == 0,
                    List.of(Stall.values()).get(i / 6 % 3),
                    i / 18 % 10 < 3);
        }

        /** Who stays has the short timers; who leaves has time for it. */
        Way way() {
            return leaves ? Way.SICK : Way.IMPATIENT;
        }

        boolean committed() {
            return stream && stall == Stall.AFTER_TOKEN;
        }

        String upstream() {
            return Storm.name(dialect, leaves ? "sick" : "impatient");
        }
    }

    private Answer stalled(SeenRequest request) {
        everyoneIsThere.countDown();
        Kind kind = Kind.of(Integer.parseInt(request.text().replaceFirst("(?s).*stall-(\\d+).*", "$1")));
        return kind.stall().answer(kind.dialect(), kind.stream());
    }

    @Test
    @DisplayName("fault 2.4: before the head, after it, after the first token; 30% left by their callers")
    void leavesNothing() {
        storm.sickOnes().forEach(fake -> fake.answering(this::stalled));

        List<String> seen = Many.of(CALLS, CALLS, this::call);

        assertIdle();
        Map<String, Row> rows = rows("stall-", CALLS);
        assertThat(rows).hasSize(CALLS);
        for (int i = 0; i < CALLS; i++) {
            assertCall(i, seen.get(i), Objects.requireNonNull(rows.get("stall-" + i)));
        }
        assertEveryAttemptHasItsRow(rows);
    }

    /** What the caller saw; nothing when it left. */
    private String call(int i) {
        Kind kind = Kind.of(i);
        try (RawClient client = storm.send(kind.dialect(), kind.stream(), kind.way(), "stall-" + i)) {
            if (!kind.leaves()) {
                RawClient.Response response = client.response();
                return response.status() + " " + response.text();
            }
            if (!everyoneIsThere.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(everyoneIsThere.getCount() + " calls did not come to an upstream");
            }
            if (i % 2 == 0) {
                client.reset();
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertCall(int i, String seen, Row row) {
        Kind kind = Kind.of(i);
        String what = i + " " + kind;
        assertThat(row.attempts()).as(what).hasSize(1);
        if (kind.leaves()) {
            assertThat(row.outcome()).as(what).isEqualTo("499 client_cancelled");
            assertThat(row.course()).as(what).containsExactly(kind.upstream() + " client_cancelled caller_left");
        } else if (kind.committed()) {
            assertThat(seen).as(what).startsWith("200").contains(kind.dialect().errorMark());
            assertThat(seen).as(what).doesNotContain(kind.dialect().terminator());
            assertThat(row.outcome()).as(what).isEqualTo("200 upstream_timeout");
            assertThat(row.course()).as(what).containsExactly(kind.upstream() + " upstream_timeout committed");
        } else {
            assertThat(seen).as(what).startsWith("504").contains("\"error\"");
            assertThat(row.outcome()).as(what).isEqualTo("504 upstream_timeout");
            assertThat(row.course()).as(what).containsExactly(kind.upstream() + " upstream_timeout no_target_left");
        }
    }

    @Test
    @DisplayName("fault 2.4: all of them silent, another target serves every call")
    void theOtherServes() {
        storm.sickOnes().forEach(fake -> fake.always(Answer.silence()));

        List<RawClient.Response> seen = Many.of(CALLS, CALLS, i -> {
            Kind kind = Kind.of(i);
            return storm.call(kind.dialect(), kind.stream(), Way.IMPATIENT_FALLBACK, "silent-" + i);
        });

        assertIdle();
        Map<String, Row> rows = rows("silent-", CALLS);
        assertThat(rows).hasSize(CALLS);
        for (int i = 0; i < CALLS; i++) {
            Dialect dialect = Kind.of(i).dialect();
            assertThat(seen.get(i).status()).as(seen.get(i).text()).isEqualTo(200);
            assertThat(seen.get(i).text()).contains("second");
            Row row = Objects.requireNonNull(rows.get("silent-" + i));
            assertThat(row.outcome()).isEqualTo("200 null");
            assertThat(row.course())
                    .containsExactly(
                            Storm.name(dialect, "impatient") + " upstream_timeout next_target",
                            Storm.name(dialect, "well") + " null done");
        }
        assertThat(Storm.asked(storm.wellOnes())).isEqualTo(CALLS);
        assertEveryAttemptHasItsRow(rows);
    }
}
