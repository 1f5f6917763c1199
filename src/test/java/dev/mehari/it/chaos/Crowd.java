package dev.mehari.it.chaos;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.failover.score.Seen;
import dev.mehari.it.faults.Caller;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** So many callers, each with one call under way and the next one right after it, in all protocols, whole and streamed. */
final class Crowd implements AutoCloseable {
    static final int AT_ONCE = 100;

    /** Longer than any call may last. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Who was told that all is busy comes back a little later, as every SDK does. */
    private static final Duration AFTER_AN_ERROR = Duration.ofMillis(250);

    private final GatewayProcess gateway;
    private final Upstreams upstreams;
    private final Tally tally = new Tally();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(AT_ONCE);
    private volatile boolean enough;

    Crowd(GatewayProcess gateway, Upstreams upstreams) {
        this.gateway = gateway;
        this.upstreams = upstreams;
    }

    /** Every caller's protocol at every upstream, one after the other. */
    void warmUp() {
        for (int i = 0; i < 2 * Caller.values().length * Upstreams.ALIASES.size(); i++) {
            boolean unused = call(next.getAndIncrement());
        }
    }

    void start() {
        for (int i = 0; i < AT_ONCE; i++) {
            var unused = threads.submit(() -> {
                try {
                    while (!enough) {
                        if (!call(next.getAndIncrement())) {
                            RawClient.waitFor(AFTER_AN_ERROR);
                        }
                    }
                } finally {
                    over.countDown();
                }
            });
        }
    }

    /** No more calls; waits for those under way. */
    void stop() throws InterruptedException {
        enough = true;
        if (!over.await(PATIENCE.toSeconds() + 20, TimeUnit.SECONDS)) {
            tally.wrong("callers who still wait: " + over.getCount());
        }
    }

    /** Whether it got an answer, or some of it. */
    private boolean call(int number) {
        String label = "chaos-call-" + number;
        Caller[] all = Caller.values();
        Caller caller = all[number % all.length];
        boolean stream = caller == Caller.GEMINI_ARRAY || number / all.length % 2 == 0;
        String alias = Upstreams.ALIASES.get(number / (2 * all.length) % Upstreams.ALIASES.size());
        String request = caller.request(alias, stream, caller.asks("This is " + label + "."))
                .replaceFirst("\r\n", "\r\nX-Request-Id: " + label + "\r\n");
        try {
            Seen seen = Seen.of(gateway.url(), request, caller, stream, PATIENCE);
            tally.add(label, caller, seen);
            return seen.status() == 200;
        } catch (RuntimeException e) {
            tally.wrong(label + ": " + e);
            return false;
        } finally {
            upstreams.over(label);
        }
    }

    Tally tally() {
        return tally;
    }

    /** Calls that began. */
    int made() {
        return next.get();
    }

    @Override
    public void close() {
        enough = true;
        var unused = threads.shutdownNow();
    }
}
