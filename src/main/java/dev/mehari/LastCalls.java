package dev.mehari;

import dev.mehari.live.Generations;
import dev.mehari.upstream.Timers;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the calls that outlived the grace time of a stop, while the server can still write: their streams end with an
 * error of their protocol, and their rows are written.
 */
final class LastCalls implements SmartLifecycle {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Generations generations;
    private final Timers timers;
    private volatile boolean running;

    LastCalls(Generations generations, Timers timers) {
        this.generations = generations;
        this.timers = timers;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (!generations.quiet(Duration.ZERO)) {
            timers.stopAll();
            boolean unused = generations.quiet(LONGEST);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Spring Boot waits for calls in the phase 1024 below the last, and stops the server 2048 below it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1536;
    }
}
