package dev.mehari.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The only exception whose text a caller may see. It has no stack trace: it is an answer, not a bug. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final @Nullable Duration retryAfter;
    private final @Nullable String param;
    private final int status;
    private final boolean ofAccount;

    /**
     * A refusal that a repeated call will not change.
     *
     * @param message what the caller reads; must not hold a secret
     */
    public Refusal(ErrorKind kind, String message) {
        this(kind, message, null, null, 0, false);
    }

    /**
     * A refusal for a part of the request.
     *
     * @param param path of that part as the caller wrote it, {@code messages[0].content}
     */
    public static Refusal of(ErrorKind kind, String message, String param) {
        return new Refusal(kind, message, null, param, 0, false);
    }

    /**
     * A refusal that may pass.
     *
     * @param retryAfter when a repeated call may work, null when unknown or never
     */
    public Refusal(ErrorKind kind, String message, @Nullable Duration retryAfter) {
        this(kind, message, retryAfter, null, 0, false);
    }

    private Refusal(
            ErrorKind kind,
            String message,
            @Nullable Duration retryAfter,
            @Nullable String param,
            int status,
            boolean ofAccount) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.param = param;
        this.status = status;
        this.ofAccount = ofAccount;
    }

    /** The same with the status that the upstream itself gave, in the place of its kind's. */
    public Refusal as(int upstreamStatus) {
        return new Refusal(kind, text(), retryAfter, param, upstreamStatus, ofAccount);
    }

    /** The same for several attempts: in the gateway's words and with its status. */
    public Refusal ofAll(String words, @Nullable Duration shortestWait) {
        return new Refusal(kind, words, shortestWait, param, 0, ofAccount);
    }

    /** The same, and it concerns all models of the account that was used, not only the one that was asked for. */
    public Refusal ofAccount() {
        return new Refusal(kind, text(), retryAfter, param, status, true);
    }

    /** Whether it concerns all models of the account that was used. */
    public boolean concernsAccount() {
        return ofAccount;
    }

    /** The status that the upstream itself gave, 0 for that of the kind. */
    public int upstreamStatus() {
        return status;
    }

    /** The HTTP status that an OpenAI caller sees. */
    public int status() {
        return status == 0 ? kind.status() : status;
    }

    public ErrorKind kind() {
        return kind;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Which part of the request is at fault, null when none is, or all of it. */
    public @Nullable String param() {
        return param;
    }

    /** Never null, unlike {@link #getMessage()} by its declaration. */
    public String text() {
        String message = getMessage();
        return message == null ? kind.code() : message;
    }
}
