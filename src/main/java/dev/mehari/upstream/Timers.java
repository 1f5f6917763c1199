package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clockwork behind the timers of all attempts in flight. One look every 50 ms at a few thousand numbers costs less
 * than a scheduled task per event would, and no timer is set to be cancelled a moment later.
 */
public final class Timers {
    private static final Duration TICK = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final Set<InFlight> running = ConcurrentHashMap.newKeySet();
    private final Pauses pauses = new Pauses();
    private volatile boolean stopped;

    public Timers(ScheduledExecutorService clockwork) {
        var unused =
                clockwork.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void start(InFlight flight) {
        running.add(flight);
        if (stopped) {
            flight.shutDown();
        }
    }

    /** Waits before the next attempt of a call, on its own thread; ends early when there will be none. */
    void pause(Call call, Duration pause) {
        pauses.take(call, pause);
    }

    /** Waits for a latch on behalf of a call, on its own thread; ends early when there will be no more attempts. */
    void await(Call call, CountDownLatch opens, Duration longest) {
        pauses.await(call, opens, longest);
    }

    /** What a caller reads whose call was ended by {@link #stopAll}. */
    static Refusal stopping() {
        return new Refusal(ErrorKind.NOT_READY, "the gateway is stopping; try again in a moment");
    }

    boolean stopped() {
        return stopped;
    }

    void end(InFlight flight) {
        running.remove(flight);
    }

    /** Attempts whose connection is open now. */
    public int inFlight() {
        return running.size();
    }

    /** Ends every attempt in flight: the gateway stops. */
    public void stopAll() {
        stopped = true;
        pauses.endAll();
        running.forEach(InFlight::shutDown);
    }

    private void tick() {
        long now = System.nanoTime();
        for (InFlight flight : running) {
            try {
                flight.check(now);
            } catch (RuntimeException e) {
                // One failed look must not stop the clockwork for all others.
                LOG.error("timer of an attempt at {} failed", flight.attempt().target(), e);
            }
        }
    }
}
