package dev.mehari;

import dev.mehari.health.Checks;
import dev.mehari.health.Switchboard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks every few seconds for what was switched by hand on other nodes, and asks the upstreams that are to be asked. */
final class HealthRounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(HealthRounds.class);
    private static final Duration CHECKED = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(5);

    private final Switchboard board;
    private final Checks checks;
    private final Duration read;
    private final Duration checked;
    private volatile boolean running;
    /** Two: an upstream that lets a check wait must not hold up what was switched off. */
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("mehari-health").factory());

    HealthRounds(Switchboard board, Checks checks) {
        this(board, checks, READ, CHECKED);
    }

    /**
     * @param read time between two looks for switches
     * @param checked time between two looks for checks that are due
     */
    HealthRounds(Switchboard board, Checks checks, Duration read, Duration checked) {
        this.board = board;
        this.checks = checks;
        this.read = read;
        this.checked = checked;
    }

    @Override
    public void start() {
        running = true;
        every(read, board::refresh);
        every(checked, checks::run);
    }

    private void every(Duration time, Runnable what) {
        var unused = threads.scheduleWithFixedDelay(
                () -> round(what), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void round(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            // One failed round must not end all others.
            LOG.warn("a round of health failed: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
