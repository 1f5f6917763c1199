package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.MinimumRate;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an attempt may wait for what it is waiting for: the time of its phase, and until an answer is committed that of
 * its call. It stands still while it is the caller who is waited for: an answer that is taken slowly, or a body that comes
 * slowly, is no fault of the upstream. Moved on by the thread of the call; looked at by the thread of {@link Timers}.
 */
public final class PhaseTimer {
    /**
     * What is being waited for.
     *
     * <pre>
     *   CONNECT -- request sent --> HEADERS -- status line --> FIRST_EVENT -- event --> GAP -- event --> GAP ...
     *      | a body passes through       ^
     *      +--> SENDING -- all sent -----+           with a minimum rate: FIRST_EVENT -- event --> PACE -- enough --> GAP
     * </pre>
     */
    public enum Phase {
        CONNECT,
        SENDING,
        HEADERS,
        FIRST_EVENT,
        PACE,
        GAP
    }

    private static final Duration ANY_TIME = Duration.ofDays(1);

    private final Call call;
    private final Upstream upstream;
    private final Timeouts timeouts;
    private long sendingSince;
    private long sendingNanos;
    private volatile boolean committed;
    private volatile boolean impatient;
    private volatile boolean outOfTime;
    private volatile Phase phase = Phase.CONNECT;
    private volatile long expiresAt;
    private volatile boolean resting;
    private volatile boolean expired;
    private long restsSince;

    /** @param timeouts of this call, which may be shorter than the upstream's own */
    PhaseTimer(Call call, Upstream upstream, Timeouts timeouts) {
        this.call = call;
        this.upstream = upstream;
        this.timeouts = timeouts;
        enter(Phase.CONNECT);
    }

    /** How many events of a stream must be here before it is the answer. */
    int beginning() {
        MinimumRate rate = timeouts.minimumRate();
        return rate == null ? 1 : rate.events();
    }

    /** Whether the upstream may have the request: a connection stood. */
    boolean wasSent() {
        return phase != Phase.CONNECT;
    }

    /** A piece of a body that passes through is on its way. How long all of it takes is up to its caller. */
    public void sending() {
        if (sendingSince == 0) {
            sendingSince = System.nanoTime();
        }
        enter(Phase.SENDING);
    }

    /** All of a body that passes through is sent. */
    public void sent() {
        sendingNanos = System.nanoTime() - sendingSince;
        enter(Phase.HEADERS);
    }

    /** The answer is committed: from now on only the gaps between events are timed. */
    void commit() {
        committed = true;
        event();
    }

    /** An event is here, and goes to the caller now: the time to the next runs from when that one is asked for. */
    void event() {
        enter(Phase.GAP);
        rest();
    }

    /** Starts the timer of a phase; entering the same phase again starts it anew. */
    public void enter(Phase next) {
        Duration own = limit(next, timeouts);
        long at = System.nanoTime() + own.toNanos();
        long deadline = deadline(call, timeouts) + sendingNanos;
        boolean cut = !committed && next != Phase.SENDING && deadline - at <= 0;
        // What an alias or the rest of a call's time allows says nothing about the upstream's health.
        impatient = cut || own.compareTo(limit(next, upstream.timeouts())) < 0;
        outOfTime = cut;
        expiresAt = cut ? deadline : at;
        phase = next;
        resting = false;
    }

    /**
     * The caller is waited for, and not the upstream, whose time stands still until it is waited for again, or the next phase
     * begins.
     */
    public void rest() {
        restsSince = System.nanoTime();
        resting = true;
    }

    /** The upstream is waited for again. */
    void goOn() {
        if (resting) {
            long later = expiresAt + System.nanoTime() - restsSince;
            expiresAt = later;
            resting = false;
        }
    }

    private static Duration limit(Phase phase, Timeouts timeouts) {
        return switch (phase) {
            // The client has timers of its own for these two; this one is for when they fail.
            case CONNECT -> timeouts.poolWait().plus(timeouts.connect()).plusSeconds(1);
            case HEADERS -> timeouts.responseHeaders();
            case FIRST_EVENT -> timeouts.firstEvent();
            case PACE ->
                timeouts.minimumRate() == null
                        ? ANY_TIME
                        : timeouts.minimumRate().over();
            case SENDING, GAP -> timeouts.gap();
        };
    }

    /** {@link System#nanoTime()} by which an answer to the call must be committed. */
    static long deadline(Call call, Timeouts timeouts) {
        return call.times().receivedNanos() + timeouts.total().toNanos();
    }

    /** This time, or what is left to the call when that is less. */
    Duration within(Duration time) {
        Duration left = Duration.ofNanos(Math.max(0, deadline(call, timeouts) - System.nanoTime()));
        return time.compareTo(left) < 0 ? time : left;
    }

    /** Whether the time is over since the last look; said once. */
    boolean runsOut(long now) {
        if (expired || resting || now - expiresAt < 0) {
            return false;
        }
        expired = true;
        return true;
    }

    /** Whether the time ran out. Any thread. */
    boolean isExpired() {
        return expired;
    }

    /** That waiting took too long; null when it failed for another reason. */
    @Nullable
    UpstreamFailure late(String upstream, @Nullable IOException cause) {
        if (!expired && !(phase == Phase.CONNECT && cause instanceof SocketTimeoutException)) {
            return null;
        }
        String waited = switch (phase) {
            case CONNECT -> "could not be connected to in time";
            case SENDING -> "took no more of the request in time";
            case HEADERS -> "did not answer in time";
            case FIRST_EVENT -> "sent no first event in time";
            case PACE -> "sent too little to begin with";
            case GAP -> "stopped sending";
        };
        Refusal late = new Refusal(
                ErrorKind.UPSTREAM_TIMEOUT,
                upstream + " " + waited + (expired && outOfTime ? ": the time of the call is over" : ""));
        return expired && impatient ? UpstreamFailure.other(late) : UpstreamFailure.fault(late);
    }
}
