package dev.mehari.call;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at a target. Written by the thread of its call only.
 *
 * <p>What its getters give is null or 0 until known.
 */
public final class Attempt {
    /** What followed an attempt, and why. */
    public enum Next {
        /** It answered the call. */
        DONE,
        /** The same target again, after a backoff. */
        RETRY,
        /** The same target again, at the time that it named. */
        WAIT,
        /** The same target with another credential. */
        NEXT_CREDENTIAL,
        NEXT_TARGET,
        /** Nothing: the request itself was at fault. */
        CALLERS_MISTAKE,
        /** Nothing: no target was left. */
        NO_TARGET_LEFT,
        /** Nothing: the call had as many attempts as it may have. */
        ATTEMPTS_SPENT,
        /** Nothing: the deadline of the call would have passed. */
        DEADLINE,
        /** Nothing: the upstream may have done what was asked, or the body is gone. */
        NOT_REPEATABLE,
        /** Nothing: the caller had left. */
        CALLER_LEFT,
        /** Nothing: part of the answer was with the caller already. */
        COMMITTED,
        /** Nothing: another target that was asked at the same time had answered. */
        OUTRUN,
        /** Nothing: the gateway was stopping, or failed itself. */
        GATEWAY;

        /** The word for it in rows. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Target target;
    private final @Nullable String credentialId;
    private final Instant startedAt;
    private @Nullable Instant firstByteAt;
    private @Nullable Instant endedAt;
    private int status;
    private @Nullable ErrorKind error;
    private @Nullable String upstreamRequestId;
    private @Nullable Usage usage;
    private boolean estimated;
    private boolean unsent;
    private @Nullable Refusal failure;
    private @Nullable Next next;
    private boolean begun;
    private @Nullable Protocol translatedTo;
    private List<String> losses = List.of();
    private @Nullable String stopReason;
    private boolean stopNarrowed;
    private @Nullable Sketch sketch;
    private AttemptWatch watch = AttemptWatch.NONE;
    private @Nullable Runnable atEnd;

    public Attempt(Target target, @Nullable String credentialId, Instant startedAt) {
        this.target = target;
        this.credentialId = credentialId;
        this.startedAt = startedAt;
    }

    /** Who is told what becomes of it. */
    public void watchedBy(AttemptWatch who) {
        watch = who;
    }

    public AttemptWatch watch() {
        return watch;
    }

    public void firstByte(Instant at) {
        if (firstByteAt == null) {
            firstByteAt = at;
        }
    }

    /** The upstream's HTTP status. */
    public void answered(int status, @Nullable String upstreamRequestId) {
        this.status = status;
        this.upstreamRequestId = upstreamRequestId;
    }

    /**
     * Ends the attempt; the first end counts.
     *
     * @param error null when it went well
     */
    public void ended(Instant at, @Nullable ErrorKind error) {
        if (endedAt == null) {
            endedAt = at;
            this.error = error;
            Runnable release = atEnd;
            atEnd = null;
            if (release != null) {
                release.run();
            }
        }
    }

    /** What is let go when it ends, whatever way it ends. */
    public void atEnd(Runnable release) {
        atEnd = release;
    }

    /** What the upstream reported; the last report counts. */
    void used(Usage reported) {
        usage = reported;
    }

    /** What it used by our own count, since the upstream did not say all of it. */
    public void counted(Usage count) {
        usage = count;
        estimated = true;
    }

    /** Whether {@link #usage} was counted here, all of it or in part. */
    public boolean estimated() {
        return estimated;
    }

    /** Why it failed, as a caller may read it. */
    public void failed(Refusal why) {
        failure = why;
    }

    /** What followed; the first word counts. */
    public void next(Next what) {
        if (next == null) {
            next = what;
        }
    }

    /** A connection stands, and the request goes over it now. */
    public void begun() {
        begun = true;
    }

    /** Whether anything of the request may be with the upstream. */
    public boolean hasBegun() {
        return begun;
    }

    /**
     * The call went to the upstream in a translation.
     *
     * @param to the protocol that was spoken there
     * @param lost what of the request, and of the answer as far as it is here, could not be said, as {@code path:action}
     */
    public void translated(Protocol to, List<String> lost) {
        translatedTo = to;
        losses = List.copyOf(lost);
    }

    /**
     * A translated answer ended.
     *
     * @param word the upstream's own for why
     * @param narrowed whether the caller's protocol may say less: that it was filtered, but not for what
     */
    public void stopped(String word, boolean narrowed) {
        stopReason = word;
        stopNarrowed = narrowed;
    }

    /** The upstream's own word for why its answer ended; null when it said none, has not ended, or was not translated. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    /** Whether the caller's protocol may say less than {@link #stopReason}. */
    public boolean stopNarrowed() {
        return stopNarrowed;
    }

    /** It would have been sent like this: its call is only explained. */
    public void sketched(Sketch would) {
        sketch = would;
    }

    /** What would have been sent; null unless the call is only explained, and came so far. */
    public @Nullable Sketch sketch() {
        return sketch;
    }

    /** The protocol that the call was translated to, null when its bytes passed. */
    public @Nullable Protocol translatedTo() {
        return translatedTo;
    }

    /** What could not be said, as {@code path:action}; empty when all was. */
    public List<String> losses() {
        return losses;
    }

    public Target target() {
        return target;
    }

    /** Id of the credential that was sent, null when the upstream needs none. */
    public @Nullable String credentialId() {
        return credentialId;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant firstByteAt() {
        return firstByteAt;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** The upstream's HTTP status, 0 when none came. */
    public int status() {
        return status;
    }

    public @Nullable ErrorKind error() {
        return error;
    }

    public @Nullable String upstreamRequestId() {
        return upstreamRequestId;
    }

    /** What the upstream reported, also when the attempt failed, or what was counted; null when nobody knows. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** Why it failed before anything was committed; null when it did not. */
    public @Nullable Refusal failure() {
        return failure;
    }

    /** What followed, null until known. */
    public @Nullable Next next() {
        return next;
    }

    /**
     * Whether its upstream may have worked for the caller: false when it failed before any of its answer came. One that
     * we cut off may have.
     */
    public boolean worked() {
        return switch (error) {
            case null -> true;
            case CLIENT_CANCELLED, OUTRUN, NOT_READY, INTERNAL_ERROR -> true;
            default -> next == Next.COMMITTED;
        };
    }

    /** It was answered in the upstream's place; nothing is sent. */
    public void unsent() {
        unsent = true;
    }

    /** Whether it was answered in the upstream's place. */
    public boolean answeredHere() {
        return unsent && error == null;
    }

    /**
     * Whether it was sent at all: false when a circuit breaker or a limit kept it back, nobody could translate it, or it was answered
     * in the upstream's place.
     */
    public boolean sent() {
        return !unsent && (error == null || !(error.keptBack() || error.unsayable()));
    }
}
