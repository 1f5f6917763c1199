package dev.mehari;

import dev.mehari.live.Generations;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The first thing at a stop: the gateway says that it is not ready, and takes calls for a while longer. Load balancers
 * notice only at their next look, and what they send until then must not be turned away.
 */
final class Leaving implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

    private final Generations generations;
    private final Duration delay;
    private volatile boolean running;

    Leaving(Generations generations, Duration delay) {
        this.generations = generations;
        this.delay = delay;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        generations.leave();
        LOG.info("stopping: {} calls under way, new ones are taken for {} ms", generations.inUse(), delay.toMillis());
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server begins to stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
