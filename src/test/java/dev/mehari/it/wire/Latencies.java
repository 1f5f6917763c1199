package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** How long calls took, for holding them against others of the same run: what one took says more of the machine. */
public record Latencies(List<Duration> sorted) {
    /** Wider than any pause of a busy machine, and shorter than what a call waits that waits for another one. */
    private static final Duration PLAY = Duration.ofMillis(500);

    private static final int TIMES = 5;

    /** A pause of the machine holds all calls that are under way: those of two pauses are less than a hundredth. */
    private static final int CALLS_EACH = 250;

    /** Calls by so many at a time. */
    public static Latencies of(int atOnce, IntConsumer call) {
        return new Latencies(Many.of(atOnce * CALLS_EACH, atOnce, number -> {
                    long since = System.nanoTime();
                    call.accept(number);
                    return Duration.ofNanos(System.nanoTime() - since);
                })
                .stream()
                .sorted()
                .toList());
    }

    public Duration p99() {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
    }

    /** Fails when the slowest hundredth is much slower than that of the others. */
    public void assertAsQuickAs(Latencies others) {
        assertThat(p99())
                .as("the 99th of a hundred; of the others it took %s", others.p99())
                .isLessThan(others.p99().multipliedBy(TIMES).plus(PLAY));
    }
}
