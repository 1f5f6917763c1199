package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Concurrency;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts are at an upstream with a limit of its own ({@code concurrency}). A provider that answers slowly holds
 * that many threads, connections and requests, and no more. Outlives generations: a changed limit counts what is under way.
 * Upstreams without a limit are not counted. Any thread.
 */
public final class UpstreamSlots {
    private static final Duration SOONEST = Duration.ofSeconds(1);

    private final Map<String, Slots> slots = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private volatile @Nullable Snapshot live;

    /** The limits of a configuration hold from now on, also for attempts that wait. */
    public void live(Snapshot snapshot) {
        live = snapshot;
        slots.forEach((name, of) -> of.resize(limit(snapshot, name)));
    }

    private static int limit(Snapshot snapshot, String name) {
        Upstream upstream = snapshot.upstreams().get(name);
        Concurrency limit = upstream == null ? null : upstream.concurrency();
        return limit == null ? Integer.MAX_VALUE : limit.max();
    }

    /** A call of an older generation may be the first to ask: the limit is that of the live one all the same. */
    private Slots made(String name, Concurrency own) {
        Snapshot now = live;
        return new Slots(now == null ? own.max() : limit(now, name));
    }

    /**
     * Takes a slot for an attempt, and waits for one where there is none; ends early when the caller leaves or the gateway
     * stops.
     *
     * @param left what is left of the time of the call
     * @return what gives it back; to be run once
     * @throws UpstreamFailure {@code UPSTREAM_BUSY} when none became free
     * @throws Refusal when there will be no attempt
     */
    Runnable take(Call call, Upstream upstream, Duration left, Timers timers) {
        Concurrency limit = upstream.concurrency();
        if (limit == null || call.isExplained()) {
            return () -> {};
        }
        Slots of = slots.computeIfAbsent(upstream.name(), name -> made(name, limit));
        if (call.isShadow()) {
            if (!of.takeSpare()) {
                throw busy(upstream, limit);
            }
            return of::give;
        }
        Duration longest = limit.queue().compareTo(left) < 0 ? limit.queue() : left;
        if (of.take(free -> timers.await(call, free, longest))) {
            return of::give;
        }
        if (call.isCancelled()) {
            throw call.cancellation().reason();
        }
        if (timers.stopped()) {
            throw Timers.stopping();
        }
        refused.computeIfAbsent(upstream.name(), name -> new LongAdder()).increment();
        throw busy(upstream, limit);
    }

    private static UpstreamFailure busy(Upstream upstream, Concurrency limit) {
        Duration again = limit.queue().compareTo(SOONEST) > 0 ? limit.queue() : SOONEST;
        return UpstreamFailure.other(new Refusal(
                ErrorKind.UPSTREAM_BUSY,
                "upstream \"" + upstream.name() + "\" has as many calls as it may have, " + limit.max(),
                again));
    }

    /** Attempts that hold a slot. */
    public int used(String upstream) {
        Slots of = slots.get(upstream);
        return of == null ? 0 : of.used();
    }

    /** Attempts that wait for a slot. */
    public int waiting(String upstream) {
        Slots of = slots.get(upstream);
        return of == null ? 0 : of.waiting();
    }

    /** Attempts that got none in time, since the start. */
    public long refused(String upstream) {
        LongAdder of = refused.get(upstream);
        return of == null ? 0 : of.sum();
    }
}
