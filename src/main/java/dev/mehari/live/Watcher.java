package dev.mehari.live;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files and at what admins wrote again and again, by what is in them: that works with network file systems, with folders that are
 * swapped by a link, and with editors that write a new file in place of the old. What two looks agree in is followed, so a
 * file that is still being written is not.
 */
public final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Changes changes;
    private final boolean files;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mehari-watcher").factory());
    private String last = "";

    /** @param files whether files are followed, if they can change; what other nodes' admins write is followed always */
    public Watcher(FileSource source, Changes changes, boolean files) {
        this.changes = changes;
        this.files = files && source.canChange();
    }

    /** Starts looking. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::lookSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No look may end those to come. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            LOG.error("the files could not be looked at; the next look follows", e);
        }
    }

    /** One look. */
    void look() {
        Look look = changes.look(files);
        String key = changes.key(look);
        boolean settled = key.equals(last);
        last = key;
        if (settled) {
            changes.follow(look);
        }
    }

    /** Stops looking; a change that is under way is finished first. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("a change is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
