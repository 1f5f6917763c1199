package dev.mehari.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mehari.call.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose turn it is. What takes turns counts its calls here, one by one, so that turns are exact whatever number of calls come
 * at once. It outlives generations: a change of the files does not begin anew with the first target, as long as the targets
 * are the same. Any thread.
 */
public final class Turns {
    /** Aliases with each set of their targets that some calls may go to; what was not used for longest is forgotten. */
    private static final int MOST = 10_000;

    private final Cache<Key, AtomicLong> counts =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Key(String alias, List<Target> targets) {}

    /**
     * Takes a turn.
     *
     * @param targets as they are written
     * @param onlyLook whether it stays the next one's
     * @return counts from 0
     */
    long next(String alias, List<Target> targets, boolean onlyLook) {
        AtomicLong count = counts.get(new Key(alias, targets), key -> new AtomicLong());
        return onlyLook ? count.get() : count.getAndIncrement();
    }
}
