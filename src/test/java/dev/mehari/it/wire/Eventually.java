package dev.mehari.it.wire;

import dev.mehari.fake.RawClient;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again until something is so. */
public final class Eventually {
    private static final Duration TICK = Duration.ofMillis(20);

    private Eventually() {}

    public static <T> T get(Duration atMost, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            T seen = look.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("after " + atMost + " it still was: " + seen);
            }
            RawClient.waitFor(TICK);
        }
    }
}
