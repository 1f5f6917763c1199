package dev.mehari.model;

import dev.mehari.call.Target;

/** Numbers out of numbers: the same every time, and without a pattern that anybody would meet. */
final class Mix {
    /** The fractional part of the golden ratio, of 64 bits. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    /** All bits of a number mixed; source: the finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
    static long bits(long number) {
        long z = number + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long bits(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return bits(hash);
    }

    static long bits(Target target) {
        return bits(bits(target.upstream()) ^ (bits(target.model()) * 31));
    }

    /** Between 0 and 1, both left out. */
    static double fraction(long number) {
        return ((bits(number) >>> 11) + 0.5) * 0x1.0p-53;
    }

    /**
     * The place of a turn among so many: the first {@code of} turns take each place once, and so do the next. The places of a
     * few turns in a row are far from each other, and each round begins at another one, so that callers who come in a
     * rhythm do not always meet the same.
     *
     * @param of 1 or more
     */
    static long place(long turn, long of) {
        long round = turn / of;
        return (turn % of * step(of) + Long.remainderUnsigned(bits(round), of)) % of;
    }

    /** About a golden section of the whole, and without a common divisor: so no place is left out. */
    private static long step(long of) {
        long step = Math.max(1, Math.round(of * 0.618033988749895));
        while (divisor(step, of) > 1) {
            step++;
        }
        return step;
    }

    /** The greatest that both have; the other one where one is 0. */
    static long divisor(long one, long other) {
        return other == 0 ? one : divisor(other, one % other);
    }
}
