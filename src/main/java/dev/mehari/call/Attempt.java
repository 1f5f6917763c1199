package dev.mehari.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a target. Written by the thread of its call only.
 *
 * <p>{@link #firstByteAt}, {@link #endedAt}, {@link #status} and {@link #error} are null or 0 until known.
 */
public final class Attempt {
    private final Target target;
    private final @Nullable String credentialId;
    private final Instant startedAt;
    private @Nullable Instant firstByteAt;
    private @Nullable Instant endedAt;
    private int status;
    private @Nullable ErrorKind error;
    private @Nullable String upstreamRequestId;

    public Attempt(Target target, @Nullable String credentialId, Instant startedAt) {
        this.target = target;
        this.credentialId = credentialId;
        this.startedAt = startedAt;
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
        }
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
}
