package dev.mehari.edge;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The room for the bodies of requests, which all calls share: a body has its place before it is read, and keeps it until its
 * bytes are let go. Who finds no room waits in the order of coming, with what it sends still in its own buffers. Any thread.
 */
public final class HeldBodies {
    /** Bytes that one permit stands for. */
    static final int UNIT = 1 << 10;

    /** Bytes; up to this size a body finds the last quarter of the room, which larger ones leave free. */
    static final int SMALL = 64 << 10;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final int size;
    private final int sizeOfLarge;
    private final Semaphore all;
    private final Semaphore large;
    private final Duration longestWait;
    private final Set<HeldBody> arriving = ConcurrentHashMap.newKeySet();
    private final LongAdder refused = new LongAdder();

    /**
     * @param most bytes, at least 64 KB
     * @param longestWait for room, and for a body to be read
     */
    public HeldBodies(long most, Duration longestWait, ScheduledExecutorService clockwork) {
        if (most < SMALL) {
            throw new IllegalArgumentException("mehari.request.max-held must be 64KB or more");
        }
        this.size = Math.toIntExact(most / UNIT);
        this.sizeOfLarge = size - size / 4;
        this.all = new Semaphore(size, true);
        this.large = new Semaphore(sizeOfLarge, true);
        this.longestWait = longestWait;
        var unused = clockwork.scheduleWithFixedDelay(
                this::makeRoom, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A body that is about to come; it has no place yet. */
    HeldBody expected() {
        return new HeldBody(this, System.nanoTime());
    }

    /** Bytes that may be held. */
    public long size() {
        return (long) size * UNIT;
    }

    /** Bytes that are held, or kept for what is on its way. */
    public long held() {
        return (long) (size - all.availablePermits()) * UNIT;
    }

    /** Requests that wait for room. */
    public int waiting() {
        return all.getQueueLength() + large.getQueueLength();
    }

    /** Requests that found no room in time, since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Permits for so many bytes: what is larger than all the room has it for itself. */
    int permits(long bytes) {
        long permits = (bytes + UNIT - 1) / UNIT;
        return (int) (bytes <= SMALL ? permits : Math.min(permits, sizeOfLarge));
    }

    /**
     * Takes room, and waits for it where there is none.
     *
     * @param ofLarge how many of the permits are those of a large body
     * @throws Refusal {@code GATEWAY_BUSY} when none became free in time
     */
    void take(int permits, int ofLarge) {
        long until = System.nanoTime() + longestWait.toNanos();
        if (!acquired(large, ofLarge, until)) {
            throw busy();
        }
        if (!acquired(all, permits, until)) {
            large.release(ofLarge);
            throw busy();
        }
    }

    private static boolean acquired(Semaphore of, int permits, long until) {
        try {
            return permits == 0 || of.tryAcquire(permits, until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Refusal busy() {
        refused.increment();
        return new Refusal(
                ErrorKind.GATEWAY_BUSY, "the gateway holds as much of other requests as it has room for", AGAIN);
    }

    void give(int permits, int ofLarge) {
        all.release(permits);
        large.release(ofLarge);
    }

    /** Bodies whose pace matters while they come. */
    Set<HeldBody> arriving() {
        return arriving;
    }

    /** While others wait, who is slow to send keeps room for no more than what has come. */
    private void makeRoom() {
        if (waiting() > 0) {
            long now = System.nanoTime();
            arriving.forEach(body -> body.keepPace(now, longestWait));
        }
    }
}
