package dev.mehari.health;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something is left alone.
 *
 * @param until null when nobody knows
 * @param why one line without a full stop, fit for a caller
 */
public record Rest(Cause cause, @Nullable Instant until, String why) {
    /** What was the matter. */
    public enum Cause {
        /** Somebody switched it off. */
        DISABLED(ErrorKind.UPSTREAM_UNAVAILABLE),
        RATE_LIMITED(ErrorKind.UPSTREAM_RATE_LIMITED),
        /** Too many of its last attempts failed. */
        FAILING(ErrorKind.UPSTREAM_UNAVAILABLE),
        /** The upstream refused the credential. */
        REFUSED(ErrorKind.UPSTREAM_AUTH_FAILED),
        OUT_OF_CREDIT(ErrorKind.INSUFFICIENT_QUOTA);

        private final ErrorKind kind;

        Cause(ErrorKind kind) {
            this.kind = kind;
        }

        /** What a caller is told for whom nothing else is left. */
        public ErrorKind kind() {
            return kind;
        }

        /** The word for it in JSON and metrics. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is left of it, not below zero; null when nobody knows. */
    public @Nullable Duration left(Instant now) {
        return until == null ? null : until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** What a caller reads for whom nothing else is left. */
    public Refusal refusal(Instant now) {
        // What somebody has to repair, no time repairs.
        boolean passes = cause != Cause.REFUSED && cause != Cause.OUT_OF_CREDIT;
        return new Refusal(cause.kind(), why, passes ? left(now) : null);
    }

    /** Whether it is not over yet. */
    boolean isOn(long now) {
        return until == null || now < until.toEpochMilli();
    }

    /** The one that is over later; one whose end nobody knows is. */
    static Rest later(Rest one, Rest other) {
        return sooner(one, other).equals(one) ? other : one;
    }

    /** The one that is over sooner; one whose end nobody knows is over last. */
    static Rest sooner(@Nullable Rest one, Rest other) {
        if (one == null || one.until == null) {
            return one != null && other.until == null ? one : other;
        }
        return other.until != null && other.until.isBefore(one.until) ? other : one;
    }
}
