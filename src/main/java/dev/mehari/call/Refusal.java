package dev.mehari.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The only exception whose text a caller may see. It has no stack trace: it is an answer, not a bug. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable Duration retryAfter;

    /**
     * A refusal that a repeated call will not change.
     *
     * @param message what the caller reads; must not hold a secret
     */
    public Refusal(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    /**
     * A refusal that may pass.
     *
     * @param retryAfter when a repeated call may work, null when unknown or never
     */
    public Refusal(ErrorKind kind, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public ErrorKind kind() {
        return kind;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Never null, unlike {@link #getMessage()} by its declaration. */
    public String text() {
        String message = getMessage();
        return message == null ? kind.code() : message;
    }
}
