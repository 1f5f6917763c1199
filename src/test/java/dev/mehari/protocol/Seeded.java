package dev.mehari.protocol;

import java.util.Random;

/**
 * Random input that can be had again: {@code -Dseed=} repeats what a failed test printed. How much is tried is said
 * here too: {@code -Druns=} is how often, and {@code -Druns.part=100} one of a hundred, for who runs the tests
 * thousands of times.
 */
public record Seeded(long seed, Random random) {
    private static final int PART = Integer.getInteger("runs.part", 1);

    public static Seeded fresh() {
        long seed = Long.getLong("seed", System.nanoTime());
        return new Seeded(seed, new Random(seed));
    }

    /** How often something is to be tried. */
    public static int times(int usual) {
        return Integer.getInteger("runs", Math.max(1, usual / PART));
    }

    /** How far the next place is, where every place is tried: not a hundredth of them, for only one of ten may be the one. */
    public static int step() {
        return Math.max(1, PART / 10);
    }

    @Override
    public String toString() {
        return "-Dseed=" + seed;
    }
}
