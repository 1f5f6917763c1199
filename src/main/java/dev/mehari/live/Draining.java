package dev.mehari.live;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generations that take no more calls. Each stops when its calls and streams are over, or when its time is: then its
 * routes stop while answers that were begun go on, and what those need is kept until the last one has ended. Any thread.
 */
final class Draining {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final Duration longest;
    private final List<Generation> old = new CopyOnWriteArrayList<>();
    private volatile boolean ending;

    /** @param longest that the routes of an old generation are kept for calls in them */
    Draining(Duration longest) {
        this.longest = longest;
    }

    /** Returns at once; a thread of its own does the rest. */
    void add(Generation generation) {
        old.add(generation);
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
            long until = System.nanoTime() + longest.toNanos();
            while (generation.inUse() > 0 && !ending && System.nanoTime() - until < 0) {
                LockSupport.parkNanos(TICK_NANOS);
            }
            if (generation.inUse() > 0) {
                LOG.info("generation {} stops with {} calls in it", generation.number(), generation.inUse());
            }
            // A database that is away holds records up: stopping has a time limit, waiting has none.
            while (generation.inUse() == 0 && generation.pending() > 0 && !ending) {
                LockSupport.parkNanos(TICK_NANOS);
            }
            generation.stop();
            while (generation.inUse() > 0 && !ending) {
                LockSupport.parkNanos(TICK_NANOS);
            }
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

    /** Stops them all now; what is queued for the ledger is written first. */
    void close() {
        ending = true;
        old.forEach(Generation::stop);
    }
}
