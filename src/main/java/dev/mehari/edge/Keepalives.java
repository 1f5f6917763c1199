package dev.mehari.edge;

import dev.mehari.call.Call;
import dev.mehari.protocol.Codecs;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the callers of streams that their connection lives while a model thinks: load balancers cut what has been silent
 * for a minute. A sign of life commits to nothing, another target may still answer.
 */
public final class Keepalives {
    private static final long TICK_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Keepalives.class);

    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();
    private final Codecs codecs;
    private final CallMetrics metrics;
    private final Executor writers;

    public Keepalives(ScheduledExecutorService clockwork, Codecs codecs, CallMetrics metrics) {
        // A caller who does not read may block the write; the clockwork must not.
        this(
                codecs,
                metrics,
                write -> Thread.ofVirtual().name("mehari-keepalive").start(write));
        var unused = clockwork.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Without a clockwork: whoever makes it ticks. */
    Keepalives(Codecs codecs, CallMetrics metrics, Executor writers) {
        this.codecs = codecs;
        this.metrics = metrics;
        this.writers = writers;
    }

    /** Keeps the caller of a stream in the know until the call ends; other calls have nothing to be told. */
    void watch(Call call, Outlet outlet) {
        if (!call.isStream()) {
            return;
        }
        Watch watch = new Watch(call, outlet);
        watched.add(watch);
        call.atEnd(() -> watched.remove(watch));
    }

    void tick() {
        watched.forEach(this::look);
    }

    private void look(Watch watch) {
        try {
            watch.look();
        } catch (RuntimeException e) {
            // One failed look must not stop the clockwork for all others.
            LOG.warn("the caller of {} cannot be kept waiting", watch.call.getId(), e);
            watched.remove(watch);
        }
    }

    private final class Watch {
        private final Call call;
        private final Outlet outlet;
        private final AtomicBoolean writing = new AtomicBoolean();

        Watch(Call call, Outlet outlet) {
            this.call = call;
            this.outlet = outlet;
        }

        void look() {
            long silence = call.keepalive().toNanos();
            if (silence > 0
                    && !call.isFinished()
                    && !call.isCancelled()
                    && outlet.silentFor(silence)
                    && writing.compareAndSet(false, true)) {
                writers.execute(this::write);
            }
        }

        private void write() {
            try {
                if (outlet.keepalive(call, codecs.of(call.getProtocol()).keepalive(call.isEventStream()))) {
                    metrics.keptAlive(call.getProtocol());
                }
            } catch (IOException | RuntimeException e) {
                // Nobody is left to answer: whoever works for the caller may stop.
                LOG.debug("call {}: the caller left: {}", call.getId(), e.toString());
                call.cancellation().cancel();
            } finally {
                writing.set(false);
            }
        }
    }
}
