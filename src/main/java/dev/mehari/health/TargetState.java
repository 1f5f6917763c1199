package dev.mehari.health;

import dev.mehari.call.Target;
import dev.mehari.config.Cooldown;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target. Any thread.
 *
 * <pre>
 *   in rotation -- rate of failures --> cooling -- time --> one call tries it -- well --> in rotation
 *                                          ^                      |
 *                                          +------ failed --------+
 *   in rotation -- told to slow down -----> cooling -- time --> in rotation
 * </pre>
 */
public final class TargetState {
    /** A new figure counts a fifth, all before it the rest. */
    private static final double NEW = 0.2;

    /** Nothing is known any more of a target that was not asked for so long: somebody should ask. */
    private static final long FORGOTTEN_MILLIS = Duration.ofMinutes(5).toMillis();

    private final Target target;
    private final AtomicInteger inFlight = new AtomicInteger();
    private Window window = new Window(Cooldown.DEFAULT.window());
    private double latency;
    private long latencyAt;
    /** Whether {@link #latency} is only the least that it can be. */
    private boolean latencyIsLeast;
    /** Milliseconds of the clock until which it is left alone; 0 when it is in rotation. */
    private volatile long until;

    private Rest.Cause cause = Rest.Cause.FAILING;
    private String why = "";
    /** Until when the one call that tries it keeps all others away. */
    private long trying;

    TargetState(Target target) {
        this.target = target;
    }

    public Target target() {
        return target;
    }

    /** Attempts at it that have not ended. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Decayed average of the milliseconds until its first event, at the least; empty while none is known. */
    public synchronized OptionalDouble latencyMillis(long now) {
        return isLatencyUnknown(now) ? OptionalDouble.empty() : OptionalDouble.of(latency);
    }

    /** Attempts of the window, and how many of them failed. */
    public synchronized Counted counted() {
        return new Counted(window.count(), window.failures(), window.successRate());
    }

    /** What a window holds. */
    public record Counted(int attempts, int failures, double successRate) {}

    /** Why it is left alone; null when it is not. */
    public @Nullable Rest rest(long now) {
        if (until == 0) {
            return null;
        }
        synchronized (this) {
            long end = now < until ? until : trying;
            return until == 0 || now >= end ? null : new Rest(cause, Instant.ofEpochMilli(end), why);
        }
    }

    /** An attempt begins; whether it is the one that tries whether the target is well again. */
    boolean begin(Cooldown settings, long now) {
        inFlight.incrementAndGet();
        if (until == 0) {
            return false;
        }
        synchronized (this) {
            if (until == 0 || now < until || now < trying) {
                return false;
            }
            trying = now + settings.span().toMillis();
            return true;
        }
    }

    /** A time that was named ends by itself: the upstream said when it wants to be asked again, and nobody has to try. */
    @Nullable
    Change rested(long now) {
        if (until == 0) {
            return null;
        }
        synchronized (this) {
            return cause == Rest.Cause.RATE_LIMITED && now >= until ? back("the time that was named is over") : null;
        }
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /** The first event of an attempt came after so many milliseconds. */
    synchronized void answeredAfter(double millis, long now) {
        boolean first = isLatencyUnknown(now) || latencyIsLeast;
        latency = first ? millis : NEW * millis + (1 - NEW) * latency;
        latencyAt = now;
        latencyIsLeast = false;
    }

    /**
     * An attempt was not waited for any longer: its first event would have come after so many milliseconds, or later. That
     * says something when it is more than was known, and nothing when it is less.
     */
    synchronized void tookAtLeast(double millis, long now) {
        if (isLatencyUnknown(now)) {
            latency = millis;
            latencyIsLeast = true;
        } else if (millis <= latency) {
            return;
        } else {
            latency = latencyIsLeast ? millis : NEW * millis + (1 - NEW) * latency;
        }
        latencyAt = now;
    }

    private boolean isLatencyUnknown(long now) {
        return latencyAt == 0 || now - latencyAt > FORGOTTEN_MILLIS;
    }

    /** The attempt that tries it has begun to answer, has failed, or says nothing. */
    synchronized @Nullable Change tried(Outcome outcome, Cooldown settings, long now) {
        trying = 0;
        if (outcome == Outcome.FAULT) {
            return leaveAlone(Rest.Cause.FAILING, why, settings.bounded(settings.span()), now);
        }
        // Who is told to slow down was answered; what is wrong with a credential says nothing about the target.
        return outcome.well() || outcome == Outcome.LIMITED ? back("an attempt went well") : null;
    }

    /** An attempt is over. */
    synchronized @Nullable Change over(Outcome outcome, Cooldown settings, long now) {
        if (outcome != Outcome.GOOD && outcome != Outcome.FAULT) {
            return null;
        }
        if (window.size() != settings.window()) {
            window = new Window(settings.window());
        }
        window.add(outcome == Outcome.GOOD);
        boolean failing = window.count() >= settings.minimumCalls()
                && 100L * window.failures() >= (long) settings.failureRate() * window.count();
        if (outcome == Outcome.GOOD || until != 0 || !failing || !settings.on()) {
            return null;
        }
        String rate = window.failures() + " of its last " + window.count() + " attempts failed";
        return leaveAlone(
                Rest.Cause.FAILING,
                "target \"" + target + "\" is failing and is left alone for a while: " + rate,
                settings.bounded(settings.span()),
                now);
    }

    /** It is left alone for so long at the least. */
    synchronized @Nullable Change leaveAlone(Rest.Cause cause, String why, Duration time, long now) {
        if (!time.isPositive()) {
            return null;
        }
        boolean news = until == 0;
        if (news || cause == Rest.Cause.FAILING) {
            // One that fails needs somebody to try it, whatever it says meanwhile.
            this.cause = cause;
            this.why = why;
        }
        until = Math.max(until, now + time.toMillis());
        return news ? new Change(Subject.of(target), "cooling", why, true) : null;
    }

    /** Back into rotation, as if nothing had happened. */
    synchronized @Nullable Change back(String because) {
        if (until == 0) {
            return null;
        }
        until = 0;
        trying = 0;
        window = new Window(window.size());
        return new Change(Subject.of(target), "in rotation", because, false);
    }
}
