package dev.mehari.live;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The pointer to the generation that takes calls. Any thread. */
public final class Generations implements AutoCloseable {
    private final AtomicReference<@Nullable Generation> current = new AtomicReference<>();

    /** A call's hold on its generation: the generation is not stopped before it is let go. */
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

    /** Makes a started generation the live one. */
    public void install(Generation generation) {
        current.set(generation);
    }

    /** Waits until no call is under way, or the time is over; whether none is. */
    public boolean quiet(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        while (live().map(Generation::inUse).orElse(0) > 0) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return true;
    }

    /** Takes no more calls and stops the last generation; what is queued for the ledger is written first. */
    @Override
    public void close() {
        Generation last = current.getAndSet(null);
        if (last != null) {
            last.stop();
        }
    }
}
