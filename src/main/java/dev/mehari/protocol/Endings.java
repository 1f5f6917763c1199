package dev.mehari.protocol;

import java.util.BitSet;

/** Which of a reply's parallel answers were seen, and which of them have a stop reason. */
public final class Endings {
    // More answers than any provider gives; a larger number is a fault and must not cost memory.
    private static final int MOST = 1023;

    private final BitSet seen = new BitSet();
    private final BitSet stopped = new BitSet();

    public void saw(long index, boolean stop) {
        int bit = Math.clamp(index, 0, MOST);
        seen.set(bit);
        if (stop) {
            stopped.set(bit);
        }
    }

    /** Adds what another saw: what an event said counts only once the event was read to its end. */
    public void add(Endings event) {
        seen.or(event.seen);
        stopped.or(event.stopped);
    }

    public void clear() {
        seen.clear();
        stopped.clear();
    }

    /** Whether there was an answer and every one has its stop reason. */
    public boolean complete() {
        return !seen.isEmpty() && seen.equals(stopped);
    }
}
