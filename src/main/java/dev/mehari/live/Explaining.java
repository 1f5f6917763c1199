package dev.mehari.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which threads only explain a call now, for what is called on its way without being told whose it is. While nobody explains,
 * asking costs one read. Any thread.
 */
final class Explaining {
    private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

    private Explaining() {}

    /** Whether the current thread only explains. */
    static boolean now() {
        return !THREADS.isEmpty() && THREADS.contains(Thread.currentThread());
    }

    static void during(Runnable work) {
        THREADS.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            THREADS.remove(Thread.currentThread());
        }
    }
}
