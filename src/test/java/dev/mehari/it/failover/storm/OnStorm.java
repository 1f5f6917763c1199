package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A test on a storm. Whatever it does, it leaves no lease, call, attempt, thread or socket behind. */
@Timeout(90)
abstract class OnStorm {
    /** Wide: the machine may be busy with other things. */
    static final Duration SOON = Duration.ofSeconds(10);

    final Storm storm;
    private Held before = new Held(List.of(), 0, List.of());

    OnStorm() {
        this(Storm.shared());
    }

    OnStorm(Storm storm) {
        this.storm = storm;
    }

    @BeforeEach
    void reset() {
        storm.reset();
        for (Dialect dialect : Storm.DIALECTS) {
            for (boolean stream : List.of(true, false)) {
                assertThat(storm.call(dialect, stream, Storm.Way.FALLBACK, "warm")
                                .status())
                        .isEqualTo(200);
            }
        }
        assertIdle();
        before = Held.by(storm);
        storm.reset();
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(storm.fakes().flatMap(fake -> fake.refusals().stream())).isEmpty();
        assertIdle();
        before.awaitSoLittle(SOON, () -> Held.by(storm));
        goodCallsAreServedAtOnce();
    }

    private void goodCallsAreServedAtOnce() {
        storm.reset();
        for (Dialect dialect : Storm.DIALECTS) {
            for (Storm.Way way : Storm.Way.values()) {
                var response = storm.call(dialect, dialect != Dialect.ANTHROPIC, way, "after");
                assertThat(response.status()).as(response.text()).isEqualTo(200);
                assertThat(response.headers().first("x-mehari-attempts")).isIn(null, "1");
            }
        }
        assertThat(Storm.asked(storm.fakes())).isEqualTo(Storm.DIALECTS.size() * Storm.Way.values().length);
        assertThat(Storm.asked(storm.wellOnes())).isEqualTo(Storm.DIALECTS.size());
    }

    /** No lease, waiter, attempt or call is left, and no socket but those that the pools keep for later. */
    final void assertIdle() {
        for (String held : List.of(
                "mehari_pool_leased",
                "mehari_pool_waiting",
                "mehari_attempts_in_flight",
                "mehari_calls_in_flight",
                "mehari_requests_held_bytes")) {
            double unused = Eventually.get(SOON, () -> storm.metric(held), value -> value == 0);
        }
        int unanswered = Eventually.get(
                SOON,
                () -> storm.fakes().mapToInt(fake -> fake.server().unanswered()).sum(),
                count -> count == 0);
        assertThat(unanswered).isZero();
        int kept = (int) storm.metric("mehari_pool_idle");
        int unused = Eventually.get(
                SOON,
                () -> storm.fakes()
                        .mapToInt(fake -> fake.server().openConnections())
                        .sum(),
                open -> open <= kept);
        int notKept = Eventually.get(SOON, this::connectionsOfNoPool, count -> count == 0);
        assertThat(notKept).isZero();
    }

    /** Connections to providers, as the system counts them, beyond those that the gateway says it keeps for later. */
    private int connectionsOfNoPool() {
        Set<Integer> ports = storm.fakes().map(fake -> fake.server().port()).collect(Collectors.toSet());
        int kept = (int) storm.metric("mehari_pool_idle");
        List<OpenFile> open = OpenFile.of(storm.gateway().pid());
        int there = (int) open.stream().filter(file -> file.leadsTo(ports)).count();
        return open.isEmpty() ? 0 : there - kept;
    }

    /** Rows of the calls whose label begins so, by label; waits until there are that many. */
    final Map<String, Row> rows(String prefix, int count) {
        return Eventually.get(SOON, () -> Row.of(storm.ledger(), prefix), rows -> rows.size() >= count);
    }

    /** What the fakes count must be what the rows say. */
    final void assertEveryAttemptHasItsRow(Map<String, Row> rows) {
        int attempts =
                rows.values().stream().mapToInt(row -> row.attempts().size()).sum();
        assertThat(attempts).isEqualTo(Storm.asked(storm.fakes()));
    }
}
