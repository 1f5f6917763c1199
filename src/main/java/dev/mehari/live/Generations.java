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
public final class Generations {
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

    /**
     * Takes no more calls and stops the last generation once its calls have ended.
     *
     * @param stopCalls ends the calls that still run
     * @param grace how long their ends may take
     */
    public void close(Runnable stopCalls, Duration grace) {
        Generation last = current.getAndSet(null);
        if (last == null) {
            return;
        }
        long until = System.nanoTime() + grace.toNanos();
        if (last.inUse() > 0) {
            stopCalls.run();
        }
        while (last.inUse() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        last.stop();
    }
}
