package dev.mehari.call;

import java.util.ArrayList;
import java.util.List;

/** What is done when a call ends, whatever way it ends. Thread of the call. */
final class Endings {
    private final List<Runnable> steps = new ArrayList<>();
    private boolean ended;

    /** The last that was added runs first. */
    void add(Runnable step) {
        steps.add(step);
    }

    /** Runs every step once, even when one of them fails; does nothing the second time. */
    void run() {
        if (ended) {
            return;
        }
        ended = true;
        RuntimeException first = null;
        for (int i = steps.size() - 1; i >= 0; i--) {
            try {
                steps.get(i).run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
