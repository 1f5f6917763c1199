package dev.mehari.upstream;

import dev.mehari.call.Call;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls that wait for the time at which they may be sent again. Any thread. */
final class Pauses {
    private final Set<CountDownLatch> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Waits on the call's own thread; ends early when its caller leaves or everything is to stop. */
    void take(Call call, Duration pause) {
        if (pause.isZero()) {
            return;
        }
        CountDownLatch woken = new CountDownLatch(1);
        waiting.add(woken);
        if (ended) {
            woken.countDown();
        }
        call.onCancel(woken::countDown);
        long since = System.nanoTime();
        try {
            boolean unused = woken.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            call.onCancel(null);
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
