package dev.mehari.live;

import dev.mehari.live.LiveStatus.LastError;
import dev.mehari.live.LiveStatus.Past;
import dev.mehari.live.LiveStatus.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What became of changes so far. Told by one thread at a time, read by any. */
final class Outcomes {
    private static final int LONGEST_HISTORY = 20;

    private record State(
            boolean degraded,
            @Nullable LastError lastError,
            List<Past> history,
            @Nullable Integer rollbackTo) {}

    private final AtomicLong wentLive = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile State state = new State(false, null, List.of(), null);

    /**
     * A generation went live.
     *
     * @param degraded whether the files on disk cannot be used all the same
     */
    void live(Past made, boolean degraded, @Nullable Integer rollbackTo) {
        if (made.why() != Why.START) {
            wentLive.incrementAndGet();
        }
        List<Past> history = new ArrayList<>(state.history());
        history.add(made);
        List<Past> last = List.copyOf(history.subList(Math.max(0, history.size() - LONGEST_HISTORY), history.size()));
        state = new State(degraded, state.lastError(), last, rollbackTo);
    }

    void refused(LastError error) {
        refused.incrementAndGet();
        state = new State(true, error, state.history(), state.rollbackTo());
    }

    /** A change that an admin asked for and that left nothing behind. */
    void declined() {
        refused.incrementAndGet();
    }

    /** @param tried hash of the files on disk that were last tried */
    LiveStatus status(String tried) {
        State now = state;
        boolean follows =
                !now.history().isEmpty() && now.history().getLast().hash().equals(tried);
        return new LiveStatus(now.degraded(), follows, now.lastError(), now.history(), now.rollbackTo());
    }

    long wentLive() {
        return wentLive.get();
    }

    long refused() {
        return refused.get();
    }
}
