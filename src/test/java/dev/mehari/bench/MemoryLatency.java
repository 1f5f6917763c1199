package dev.mehari.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a read costs that misses the processor's own cache. Other machines on the same host change it tenfold when they
 * fill the cache that all of them share, and then a gateway costs more than a lean proxy does, with not a line changed:
 * without this figure two runs cannot be compared.
 */
final class MemoryLatency {
    /** Beyond what a processor core has of its own, and well below what it shares. */
    private static final int BYTES = 4 << 20;

    private static final int LINE = 64 / Integer.BYTES;
    private static final int LINES = BYTES / Integer.BYTES / LINE;
    private static final int READS = 1_000_000;
    private static final int[] NEXT = oneCircle();
    private static volatile int sink;

    private MemoryLatency() {}

    /** Nanoseconds a read; each waits for the one before. Takes well below a second. */
    static double nanos() {
        double unused = reads();
        return reads();
    }

    private static double reads() {
        int at = sink;
        long start = System.nanoTime();
        for (int i = 0; i < READS; i++) {
            at = NEXT[at];
        }
        double nanos = (double) (System.nanoTime() - start) / READS;
        sink = at;
        return nanos;
    }

    /** Every line names the next one, in an order that no processor guesses, through all of them. */
    private static int[] oneCircle() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, LINES).boxed().toList());
        Collections.shuffle(order, new Random(1));
        int[] next = new int[LINES * LINE];
        for (int i = 0; i < LINES; i++) {
            next[order.get(i) * LINE] = order.get((i + 1) % LINES) * LINE;
        }
        return next;
    }
}
