package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Many;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.15: a pool for each upstream")
class PoolsIT extends OnStorm {
    private static final int ROOM = 20;
    private static final int MORE = 60;

    /** Opens before the callers' threads are waited for, also when a test fails. */
    private record Gate(CountDownLatch latch) implements AutoCloseable {
        void open() {
            latch.countDown();
        }

        @Override
        public void close() {
            open();
        }
    }

    private static String numbered(String prefix, int i) {
        return prefix + "-" + i;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replaceFirst("(?s).*(?:mixed|out)-(\\d+).*", "$1"));
    }

    @Test
    @DisplayName("fault 2.15: 500 at once, 30% refused with a body, 30% left by their callers")
    void mixed() {
        Answer refused = Answer.error(429, null, "slow down ".repeat(5_000));
        storm.sickOnes()
                .forEach(fake -> fake.answering(request -> number(request.text()) % 10 < 3
                        ? refused
                        : Answer.text("one two three four").drip(Duration.ofMillis(50))));

        List<Integer> statuses = Many.of(500, 500, i -> {
            boolean leaves = i / 10 % 10 < 3;
            Dialect dialect = Storm.DIALECTS.get(i % 3);
            try (RawClient client = storm.send(dialect, i % 2 == 0, Way.SICK, numbered("mixed", i))) {
                if (leaves) {
                    RawClient.waitFor(Duration.ofMillis(i));
                    return 0;
                }
                return client.response().status();
            }
        });

        for (int i = 0; i < statuses.size(); i++) {
            int expected = i / 10 % 10 < 3 ? 0 : i % 10 < 3 ? 429 : 200;
            assertThat(statuses.get(i)).as("call " + i).isEqualTo(expected);
        }
        assertIdle();
    }

    @Test
    @DisplayName("fault 2.15: an upstream whose connections all hang delays no other, and who finds no room goes there")
    void sickPool() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        storm.sickOnes()
                .forEach(fake -> fake.always(Answer.text("late, but here").heldUntil(latch)));
        double waits = storm.metric("mehari_pool_wait_seconds_count", "-small\"");
        double waited = storm.metric("mehari_pool_wait_seconds_sum", "-small\"");
        double elsewhere = storm.metric("mehari_pool_wait_seconds_count", "-well\"");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Gate gate = new Gate(latch)) {
            List<Future<RawClient.Response>> hanging = new ArrayList<>();
            for (int i = 0; i < ROOM * 3; i++) {
                int n = i;
                hanging.add(callers.submit(
                        () -> storm.call(Storm.DIALECTS.get(n % 3), n % 2 == 0, Way.SMALL, numbered("hang", n))));
            }
            int full = Eventually.get(SOON, () -> Storm.asked(storm.sickOnes()), asked -> asked == ROOM * 3);

            List<RawClient.Response> other =
                    Many.of(MORE, MORE, i -> storm.call(Storm.DIALECTS.get(i % 3), i % 2 == 0, Way.WELL, "well"));
            List<RawClient.Response> without = Many.of(
                    MORE,
                    MORE,
                    i -> storm.call(Storm.DIALECTS.get(i % 3), i % 2 == 0, Way.SMALL_FALLBACK, numbered("full", i)));

            assertThat(hanging).noneMatch(Future::isDone);
            assertThat(storm.metric("mehari_pool_leased", "-small\"")).isEqualTo(full);
            assertThat(Storm.asked(storm.sickOnes())).isEqualTo(full);
            assertThat(other).allMatch(response -> response.status() == 200);
            assertThat(without).allMatch(response -> response.text().contains("second"));
            gate.open();
            for (Future<RawClient.Response> one : hanging) {
                assertThat(one.get().text()).contains("late");
            }
        }
        assertThat(storm.metric("mehari_pool_wait_seconds_count", "-small\"") - waits)
                .isEqualTo(ROOM * 3 + MORE);
        assertThat(storm.metric("mehari_pool_wait_seconds_sum", "-small\"") - waited)
                .isGreaterThan(MORE * 2.9);
        assertThat(storm.metric("mehari_pool_wait_seconds_count", "-well\"") - elsewhere)
                .isEqualTo(MORE * 2);
        assertRowsOfTheFullPool();
    }

    @Test
    @DisplayName("fault 2.15: who leaves while he waits for a connection is a caller who left, and holds none")
    void leavesTheQueue() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        storm.sickOnes()
                .forEach(fake -> fake.always(Answer.text("late, but here").heldUntil(latch)));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Gate gate = new Gate(latch)) {
            for (int i = 0; i < ROOM; i++) {
                var unused = callers.submit(() -> storm.call(Dialect.OPENAI, true, Way.SMALL, "hang"));
            }
            int full = Eventually.get(SOON, () -> Storm.asked(storm.sickOnes()), asked -> asked == ROOM);
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < ROOM; i++) {
                waiting.add(storm.send(Dialect.OPENAI, i % 2 == 0, Way.SMALL, numbered("queue", i)));
            }
            double queued = Eventually.get(SOON, () -> storm.metric("mehari_pool_waiting"), now -> now == ROOM);
            waiting.forEach(RawClient::close);

            Map<String, Row> rows = rows("queue-", ROOM);
            assertThat(rows.values()).allSatisfy(row -> {
                assertThat(row.outcome()).isEqualTo("499 client_cancelled");
                assertThat(row.course()).containsExactly("openai-small client_cancelled caller_left");
            });
            assertThat(storm.metric("mehari_pool_leased", "-small\"")).isEqualTo(full);
            assertThat(queued).isEqualTo(ROOM);
            gate.open();
        }
        assertThat(storm.gateway().output()).doesNotContain("failed unexpectedly");
    }

    private void assertRowsOfTheFullPool() {
        Map<String, Row> rows = rows("full-", MORE);
        for (int i = 0; i < MORE; i++) {
            Row row = rows.get(numbered("full", i));
            Dialect dialect = Storm.DIALECTS.get(i % 3);
            assertThat(row).isNotNull();
            assertThat(row.course())
                    .containsExactly(
                            Storm.name(dialect, "small") + " upstream_pool_exhausted next_target",
                            Storm.name(dialect, "well") + " null done");
            assertThat(row.millis(0)).isBetween(2_900L, 10_000L);
        }
    }

    /** The ways out that need a retry, a fallback or a deadline, and bodies nobody wants to read. */
    private static List<Answer> waysOut() {
        byte[] large = ("{\"error\":{\"message\":\"" + "x".repeat(3_000_000) + "\"}}")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Answer good = Answer.text("one two three four five six");
        return List.of(
                Answer.error(400, null, "y".repeat(200_000)),
                Answer.body(400, "application/json", large),
                Answer.body(500, "application/json", large),
                Answer.body(500, "application/json", large).closeDelimited(),
                Answer.body(200, "text/html", large),
                good.header("content-encoding", "gzip"),
                Answer.error(500).header("content-encoding", "gzip"),
                Answer.error(503),
                Answer.error(503).gzip(),
                Answer.error(429).retryAfterMillis(300),
                Answer.error(401),
                good.cutAfterBytes(10),
                good.errorAfter(0, 500, null, "broken"),
                Answer.error(408).delayed(Duration.ofMillis(200)));
    }

    @Test
    @DisplayName("fault 2.15: every way out gives the lease back: large errors, garbage, retries, fallback, deadline")
    void everyWayOut() {
        List<Answer> ways = waysOut();
        storm.sickOnes().forEach(fake -> fake.answering(request -> ways.get(number(request.text()) % ways.size())));
        List<String> aliases = List.of("-to-sick", "-to-fallback", "-late");

        int count = ways.size() * Storm.DIALECTS.size() * aliases.size() * 2;
        List<Integer> statuses = Many.of(count, count / 2, i -> {
            int kind = i / ways.size();
            Dialect dialect = Storm.DIALECTS.get(kind % 3);
            String alias = dialect.upstream + aliases.get(kind / 3 % 3);
            try (RawClient client = storm.send(dialect, kind / 9 == 0, alias, numbered("out", i))) {
                return client.response().status();
            }
        });

        assertThat(statuses).contains(200, 400, 429, 502, 503);
        assertIdle();
    }

    @Test
    @DisplayName("fault 2.15: a reply longer than any may be gives its lease back")
    void tooLong() {
        byte[] endless = new byte[65 << 20];
        java.util.Arrays.fill(endless, (byte) ' ');
        storm.sick(Dialect.OPENAI).always(Answer.body(200, "application/json", endless));

        assertThat(storm.call(Dialect.OPENAI, false, Way.FALLBACK, "long").text())
                .contains("second");
        assertIdle();
    }
}
