package dev.mehari.protocol;

import java.util.Random;

/** Random input that can be had again: {@code -Dseed=} repeats what a failed test printed. */
public record Seeded(long seed, Random random) {
    public static Seeded fresh() {
        long seed = Long.getLong("seed", System.nanoTime());
        return new Seeded(seed, new Random(seed));
    }

    @Override
    public String toString() {
        return "-Dseed=" + seed;
    }
}
