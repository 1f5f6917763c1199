package dev.mehari.edge;

import dev.mehari.call.Call;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices callers who hang up while their call waits for an upstream. A thread that waits for a model reads nothing from
 * its caller, and a write would notice only with the second event after: the model would be paid for nobody.
 */
public final class Departures {
    private static final long TICK_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();

    public Departures(ScheduledExecutorService clockwork) {
        var unused = clockwork.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Cancels the call when its caller leaves; the watch ends with the call. */
    void watch(Call call, CallerSocket socket) {
        Watch watch = new Watch(call, socket);
        watched.add(watch);
        call.atEnd(() -> {
            watched.remove(watch);
            watch.end();
        });
    }

    private void tick() {
        watched.forEach(this::look);
    }

    private void look(Watch watch) {
        try {
            watch.look();
        } catch (RuntimeException e) {
            // One failed look must not stop the clockwork for all others.
            LOG.warn("the caller of {} cannot be watched", watch.call.getId(), e);
            watched.remove(watch);
        }
    }

    /** Looking and ending exclude each other: after the end the socket belongs to the next request. */
    private static final class Watch {
        private final Call call;
        private final CallerSocket socket;
        private boolean over;

        Watch(Call call, CallerSocket socket) {
            this.call = call;
            this.socket = socket;
        }

        void look() {
            boolean left;
            synchronized (this) {
                boolean gone = !over && socket.gone();
                over |= gone;
                // Asked after the socket: who has all of the answer may leave.
                left = gone && !call.isFinished();
            }
            if (left) {
                // Closing the connection upstream may block; the clockwork must not.
                Thread.ofVirtual().name("mehari-departure").start(call.cancellation()::cancel);
            }
        }

        synchronized void end() {
            over = true;
        }
    }
}
