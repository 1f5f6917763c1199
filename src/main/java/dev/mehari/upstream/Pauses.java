package dev.mehari.upstream;

import dev.mehari.call.Call;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls that wait until they may be sent. Any thread. */
final class Pauses {
    private final Set<CountDownLatch> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Waits on the call's own thread; ends early when its caller leaves or everything is to stop. */
    void take(Call call, Duration pause) {
        if (pause.isZero()) {
            return;
        }
        await(call, new CountDownLatch(1), pause);
    }

    /** The same, for a latch that somebody else may open too. */
    void await(Call call, CountDownLatch woken, Duration pause) {
        waiting.add(woken);
        if (ended) {
            woken.countDown();
        }
        call.cancellation().stops(woken::countDown);
        long since = System.nanoTime();
        try {
            boolean unused = woken.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            call.cancellation().stops(null);
            waiting.remove(woken);
            // It is the upstream that makes the caller wait, not the gateway.
            call.times().waitedUpstream(System.nanoTime() - since);
        }
    }

    /** Ends those that wait, and every later one at once. */
    void endAll() {
        ended = true;
        waiting.forEach(CountDownLatch::countDown);
    }
}
