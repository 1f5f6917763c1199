package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An attempt while its connection is open: knows which timer runs, and can be stopped from outside.
 *
 * Moved on by the thread of its call; looked at by the thread of {@link Timers}.
 */
public final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

    private final Call call;
    private final Attempt attempt;
    private final Upstream upstream;
    private final Timers timers;
    private final Clock clock;
    private final PhaseTimer timer;
    private final Speech speech;
    private final Evidence evidence = new Evidence();
    private volatile boolean completed;
    private volatile boolean stopping;
    private volatile @Nullable Runnable stop;
    private final CompletableFuture<Optional<UpstreamFailure>> over = new CompletableFuture<>();

    InFlight(
            Call call,
            Attempt attempt,
            Upstream upstream,
            Protocol protocol,
            Timeouts timeouts,
            Timers timers,
            Clock clock) {
        this.call = call;
        this.attempt = attempt;
        this.upstream = upstream;
        this.speech = new Speech(attempt, protocol);
        this.timer = new PhaseTimer(call, upstream, timeouts);
        this.timers = timers;
        this.clock = clock;
    }

    /** Ends the attempt: its timers stop, its outcome is noted. The first end counts. Thread of the call. */
    public void end(@Nullable ErrorKind error) {
        timers.end(this);
        speech.ended();
        if (attempt.endedAt() == null) {
            attempt.ended(clock.instant(), error);
            LOG.atLevel(upstream.verbose() ? Level.INFO : Level.DEBUG)
                    .log(
                            "call {}: attempt at {} ended with status {}, {}, stopped: {}, lost: {}",
                            call.getId(),
                            attempt.target(),
                            attempt.status(),
                            error == null ? "no error" : error.code(),
                            attempt.stopReason(),
                            attempt.losses());
        }
    }

    public Call call() {
        return call;
    }

    public Attempt attempt() {
        return attempt;
    }

    public Upstream upstream() {
        return upstream;
    }

    /** How it speaks with the upstream. */
    public Speech speech() {
        return speech;
    }

    /** How long it may wait. */
    public PhaseTimer timer() {
        return timer;
    }

    /** What is kept for counting what the attempt used. */
    Evidence evidence() {
        return evidence;
    }

    /**
     * An answer is here, and about to be committed.
     *
     * @throws UpstreamFailure when another attempt of the call was quicker
     */
    void claim() {
        if (!call.claim()) {
            call.cancellation().outrun();
            throw UpstreamFailure.other(call.cancellation().reason());
        }
    }

    /** The answer is committed: from now on only the gaps between events are timed. */
    void commit() {
        speech.noteLosses();
        timer.commit();
    }

    /** Whether the caller's own spelling of the model was sent, by a wildcard or as upstream/model. */
    boolean ofCallersName() {
        String alias = call.getAlias();
        return alias != null
                && (alias.endsWith("*") || alias.equals(attempt.target().toString()));
    }

    /**
     * Waits for an upstream that is at work, on the call's own thread; ends when the time of the call is over.
     *
     * @throws UpstreamFailure when the caller leaves or the gateway stops meanwhile
     */
    public void pause(Duration time) {
        timer.rest();
        timers.pause(call, timer.within(time));
        call.cancellation().stops(this::stop);
        if (timers.stopped()) {
            stopping = true;
        }
        timer.enter(PhaseTimer.Phase.HEADERS);
        // Not left to the clockwork: nothing more is asked once the time of the call is over.
        boolean unused = timer.runsOut(System.nanoTime());
        if (isStopped()) {
            throw failure(null);
        }
    }

    /** A way to stop is known from now on; it is used at once when it should have been used before. */
    public void stoppable(Runnable howToStop) {
        stop = howToStop;
        if (isStopped()) {
            howToStop.run();
        }
    }

    /** Stops what waits, whatever it waits for. Any thread. */
    public void stop() {
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
    }

    /** Called by the clockwork: stops the attempt when its timer ran out. */
    void check(long now) {
        if (timer.runsOut(now)) {
            // Closing a connection may block; the clockwork must not.
            Thread.ofVirtual().name("mehari-stop").start(this::stop);
        }
    }

    /** Whether it was stopped: by a timer, by the caller's leaving or by the gateway's stop. Any thread. */
    public boolean isStopped() {
        return timer.isExpired() || stopping || call.isCancelled();
    }

    /** The gateway stops: ends what waits, and says so. Any thread. */
    void shutDown() {
        stopping = true;
        stop();
    }

    /** Why waiting failed: our timer, the caller's leaving, or the connection. */
    public UpstreamFailure failure(@Nullable IOException cause) {
        if (call.isCancelled()) {
            return UpstreamFailure.other(call.cancellation().reason());
        }
        if (stopping) {
            return UpstreamFailure.other(Timers.stopping());
        }
        String name = "upstream \"" + upstream.name() + "\"";
        UpstreamFailure late = timer.late(name, cause);
        return late == null ? FailureOf.connection(name, timer.wasSent(), cause) : late;
    }

    /** How the reply ended; null when well. The first word counts. Any thread. */
    void over(@Nullable UpstreamFailure failure) {
        attempt.watch().over(failure == null ? null : failure.refusal(), failure != null && failure.fault());
        over.complete(Optional.ofNullable(failure));
    }

    /**
     * Tells how the reply ended, empty when well: at once when it has ended, else on the thread that sees the end. Not
     * at all when no reply began.
     */
    public void whenOver(Consumer<Optional<UpstreamFailure>> told) {
        var unused = over.thenAccept(told);
    }

    /** The reply was read to its good end: the connection may serve again. */
    void completed() {
        completed = true;
    }

    /** Whether the reply was read to its good end, so that only its closing bytes may be missing. */
    public boolean isCompleted() {
        return completed;
    }
}
