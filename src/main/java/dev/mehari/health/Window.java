package dev.mehari.health;

import java.util.BitSet;

/** How the last attempts went, as many as fit. Not safe for several threads. */
final class Window {
    private final BitSet failed = new BitSet();
    private final int size;
    private int count;
    private int next;
    private int failures;

    Window(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    void add(boolean good) {
        if (count == size) {
            failures -= failed.get(next) ? 1 : 0;
        } else {
            count++;
        }
        failed.set(next, !good);
        failures += good ? 0 : 1;
        next = (next + 1) % size;
    }

    /** Attempts that are known, at most {@link #size}. */
    int count() {
        return count;
    }

    int failures() {
        return failures;
    }

    /** From 0 to 1; 1 while nothing is known. */
    double successRate() {
        return count == 0 ? 1 : 1 - (double) failures / count;
    }
}
