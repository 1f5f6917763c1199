package dev.mehari.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a call came, how long it waited for upstreams, when it was answered. Belongs to the thread of the call. */
public final class CallTimes {
    private final Instant receivedAt;
    private final long receivedNanos;
    private long beforeNanos;
    private long upstreamNanos;
    private long committedNanos;
    private @Nullable Instant firstByteAt;

    CallTimes(Instant receivedAt) {
        this(receivedAt, System.nanoTime());
    }

    private CallTimes(Instant receivedAt, long receivedNanos) {
        this.receivedAt = receivedAt;
        this.receivedNanos = receivedNanos;
    }

    /** Those of a fork: it came when the call came, and has its deadline. */
    CallTimes fork() {
        return new CallTimes(receivedAt, receivedNanos);
    }

    /** A fork has answered the call. */
    void adopt(CallTimes fork) {
        if (fork.firstByteAt != null) {
            firstByte(fork.firstByteAt);
        }
        if (committedNanos == 0) {
            committedNanos = fork.committedNanos;
        }
    }

    /** Nanoseconds that were waited for upstreams. */
    public long upstreamNanos() {
        return upstreamNanos;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    /** {@link System#nanoTime()} at arrival. */
    public long receivedNanos() {
        return receivedNanos;
    }

    /** Time that we worked on the call before it was one: a large body is looked at for milliseconds. */
    public void workedBefore(long nanos) {
        beforeNanos = nanos;
    }

    /** Adds time during which the call waited for an upstream. */
    public void waitedUpstream(long nanos) {
        upstreamNanos += nanos;
    }

    /** Marks the moment the answer is committed; the first counts. */
    public void committed() {
        if (committedNanos == 0) {
            committedNanos = System.nanoTime();
        }
    }

    /**
     * Nanoseconds from arrival to commit that were ours, not the upstream's; up to now when not committed. Waiting for the
     * bytes of a caller is not among them.
     */
    public long overheadNanos() {
        long until = committedNanos == 0 ? System.nanoTime() : committedNanos;
        return Math.max(0, beforeNanos + until - receivedNanos - upstreamNanos);
    }

    /** When the first byte of the answer came from upstream; null when none did. */
    public @Nullable Instant firstByteAt() {
        return firstByteAt;
    }

    public void firstByte(Instant at) {
        if (firstByteAt == null) {
            firstByteAt = at;
        }
    }
}
