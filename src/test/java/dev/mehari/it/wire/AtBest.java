package dev.mehari.it.wire;

import java.time.Duration;
import java.util.function.Supplier;

/** How soon something comes: a machine that is busy with other things delays one try or another, but not every one. */
public final class AtBest {
    private static final int TRIES = 5;

    private AtBest() {}

    /**
     * Tries until it took less than this once.
     *
     * @param once a whole try, on its own; what it took
     */
    public static void within(Duration limit, Supplier<Duration> once) {
        Duration best = once.get();
        for (int tries = 1; best.compareTo(limit) >= 0; tries++) {
            if (tries == TRIES) {
                throw new AssertionError("took " + best + " at best, which is not below " + limit);
            }
            Duration next = once.get();
            best = next.compareTo(best) < 0 ? next : best;
        }
    }
}
