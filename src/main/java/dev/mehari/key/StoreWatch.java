package dev.mehari.key;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps us from hammering a store that is away: well until a failure, then one try a second until one works. Times are
 * epoch milliseconds. Any thread.
 */
final class StoreWatch {
    static final long PAUSE_MS = 1_000;
    private static final long WELL = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final AtomicLong nextTry = new AtomicLong(WELL);

    /** Whether to ask the store now; while it is away, true for one caller a second. */
    boolean mayTry(long now) {
        long at = nextTry.get();
        if (at == WELL) {
            return true;
        }
        // A clock that was set back must not put the next try hours away.
        boolean due = now >= at || at - now > PAUSE_MS;
        return due && nextTry.compareAndSet(at, now + PAUSE_MS);
    }

    void worked() {
        if (nextTry.getAndSet(WELL) != WELL) {
            LOG.info("the key store answers again");
        }
    }

    void failed(long now, StoreUnavailableException why) {
        if (nextTry.getAndSet(now + PAUSE_MS) == WELL) {
            LOG.warn("the key store is away, keys known from the last minutes go on working: {}", why.getMessage());
        }
    }
}
