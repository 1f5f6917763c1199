package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.usage.UsageRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The pointer to the generation that takes calls, and the older ones that still have some. Any thread. */
public final class Generations implements AutoCloseable {
    private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();
    private final Draining draining;
    private volatile boolean leaving;
    /** Guarded by this. */
    private boolean closed;

    /** @param drain that the routes of an old generation are kept for the calls in them */
    public Generations(Duration drain) {
        this.draining = new Draining(drain);
    }

    /** A call's hold on its generation: its answer can be read to the end. */
    public record Lease(Generation generation) {
        /** Lets the generation go; call it once. */
        public void release() {
            generation.leave();
        }
    }

    /** The live generation; empty until the first one stands. */
    public Optional<Generation> live() {
        return Optional.ofNullable(current.get());
    }

    /**
     * The live generation, for what cannot do without.
     *
     * @throws Refusal {@code NOT_READY} when none is live
     */
    public Generation needed() {
        return live().orElseThrow(() -> new Refusal(ErrorKind.NOT_READY, "no generation is live"));
    }

    /** Older generations that are not over yet, the oldest first. */
    public List<Generation> draining() {
        // While another one takes over, the one before is both.
        Generation now = current.get();
        return draining.all().stream().filter(old -> old != now).toList();
    }

    /** Calls that run now, in all generations. */
    public int inUse() {
        while (true) {
            Generation now = current.get();
            // The old ones first: who leaves one of them after that may have come to the live one before.
            int calls = draining().stream().mapToInt(Generation::inUse).sum();
            calls += now == null ? 0 : now.inUse();
            if (now == current.get()) {
                return calls;
            }
        }
    }

    /**
     * Holds the live generation for a call.
     *
     * @throws Refusal {@code NOT_READY} when none is live
     */
    public Lease acquire() {
        while (true) {
            Generation generation = current.get();
            if (generation == null) {
                throw new Refusal(ErrorKind.NOT_READY, "the gateway is starting or stopping; try again in a moment");
            }
            generation.enter();
            // Between the read and the count the pointer may have moved on, and an old generation may be stopping.
            if (generation == current.get()) {
                return new Lease(generation);
            }
            generation.leave();
        }
    }

    /**
     * Makes a started generation the live one; the one before it takes no more calls and ends when it has none left.
     *
     * @throws Refusal {@code NOT_READY} when the gateway has stopped; then the generation is stopped too
     */
    public void install(Generation generation) {
        if (!takesOver(generation)) {
            generation.stop();
            generation.release();
            throw new Refusal(ErrorKind.NOT_READY, "the gateway is stopping");
        }
    }

    private synchronized boolean takesOver(Generation generation) {
        if (closed) {
            return false;
        }
        generation.live();
        Generation before = current.get();
        if (before != null) {
            // Before the pointer moves, or its calls would for a moment be nobody's.
            draining.hold(before);
        }
        current.set(generation);
        if (before != null) {
            draining.start(before);
        }
        return true;
    }

    /**
     * Hands the record of a call to its generation, or to the live one when its own has stopped under a long stream.
     *
     * @throws Refusal {@code NOT_READY} when none is live any more; the record is lost
     */
    public void tap(Generation own, UsageRecord usage) {
        while (!own.tap(usage)) {
            Lease lease = acquire();
            try {
                if (lease.generation().tap(usage)) {
                    return;
                }
            } finally {
                lease.release();
            }
        }
    }

    /** From now on the gateway says that it is not ready; calls are still taken. */
    public void leave() {
        leaving = true;
    }

    /** Whether calls should go elsewhere, because the gateway stops soon. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Waits until no call is under way, or the time is over; whether none is. */
    public boolean quiet(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        while (inUse() > 0) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return true;
    }

    /** Takes no more calls and stops every generation; what is queued for the ledger is written first. */
    @Override
    public void close() {
        draining.close(last());
    }

    private synchronized @Nullable Generation last() {
        closed = true;
        Generation last = current.get();
        if (last != null) {
            draining.hold(last);
        }
        current.set(null);
        return last;
    }
}
