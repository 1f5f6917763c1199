package dev.mehari.live;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generations that take no more calls. Each stops when its calls and streams are over, or when its time is: then its
 * routes stop while answers that were begun go on, and what those need is kept until the last one has ended. Any thread.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** A record between two places is seen in neither: only when none was seen for so long, there is none. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** For records, once the time of the routes is over: calls that are still in them look like records that wait. */
    private static final Duration LATE = Duration.ofMinutes(2);

    /** For records, at the end of the process. */
    private static final Duration LAST = Duration.ofSeconds(20);

    private static final Duration EVER = Duration.ofDays(3650);

    private final Duration longest;
    private final List<Generation> old = new CopyOnWriteArrayList<>();
    private volatile boolean ending;

    /** @param longest that the routes of an old generation are kept for calls in them */
    Draining(Duration longest) {
        this.longest = longest;
    }

    /** It is one of the old ones, or is about to be. */
    void hold(Generation generation) {
        old.add(generation);
    }

    /** It takes no more calls. Returns at once; a thread of its own does the rest. */
    void start(Generation generation) {
        Thread.ofVirtual()
                .name("mehari-drain-generation-" + generation.number())
                .start(() -> drain(generation));
    }

    /** Those that are not over yet, the oldest first. */
    List<Generation> all() {
        return List.copyOf(old);
    }

    private void drain(Generation generation) {
        try {
            await(longest, () -> generation.inUse() == 0);
            boolean busy = generation.inUse() > 0;
            if (busy) {
                LOG.info("generation {} stops with {} calls in it", generation.number(), generation.inUse());
            }
            // A database that is away holds records up: stopping has a time limit, waiting for them alone has none.
            await(busy ? LATE : EVER, new Written(generation));
            if (ending) {
                awaitToTheEnd(LAST, new Written(generation));
            }
            generation.stop();
            await(EVER, () -> generation.inUse() == 0);
        } catch (RuntimeException e) {
            LOG.error("generation {} could not be stopped in good order", generation.number(), e);
        } finally {
            // At the end of the process the pools are closed by their owner, after the last calls.
            if (!ending) {
                generation.release();
            }
            old.remove(generation);
        }
    }

    /** Ends early when the process does. */
    private void await(Duration limit, BooleanSupplier so) {
        awaitToTheEnd(limit, () -> ending || so.getAsBoolean());
    }

    private static void awaitToTheEnd(Duration limit, BooleanSupplier so) {
        long until = System.nanoTime() + limit.toNanos();
        while (!so.getAsBoolean() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Whether all that a generation holds for the ledger is written. */
    private static final class Written implements BooleanSupplier {
        private final Generation generation;
        private long since = System.nanoTime();

        Written(Generation generation) {
            this.generation = generation;
        }

        @Override
        public boolean getAsBoolean() {
            long now = System.nanoTime();
            if (generation.pending() > 0) {
                since = now;
            }
            return now - since >= SETTLED.toNanos();
        }
    }

    /**
     * Stops them all, at the same time; what is queued for the ledger is written first. Returns when they have stopped.
     *
     * @param live one more that is held already, null when none was live
     */
    void close(@Nullable Generation live) {
        ending = true;
        if (live != null) {
            start(live);
        }
        while (!old.isEmpty()) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
