package dev.mehari.health;

import dev.mehari.call.Refusal;
import org.jspecify.annotations.Nullable;

/** What the end of an attempt says. */
enum Outcome {
    GOOD,
    /** The upstream did its work and found fault with the request: well for upstream and credential. */
    ANSWERED,
    /** It speaks against the upstream. */
    FAULT,
    /** It speaks against the credential for one model, until some time. */
    LIMITED,
    /** It speaks against the credential for all models, until some time. */
    ACCOUNT_LIMITED,
    /** It speaks against the credential, until somebody does something about it. */
    REFUSED,
    /** Nothing about either: the caller left, or it was never sent. */
    NOTHING;

    static Outcome of(@Nullable Refusal why, boolean fault) {
        if (why == null) {
            return GOOD;
        }
        return switch (why.kind()) {
            case UPSTREAM_RATE_LIMITED -> why.concernsAccount() ? ACCOUNT_LIMITED : LIMITED;
            case UPSTREAM_AUTH_FAILED, INSUFFICIENT_QUOTA -> REFUSED;
            case UPSTREAM_REJECTED,
                    CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION,
                    UPSTREAM_MODEL_NOT_FOUND,
                    MODEL_NOT_FOUND -> ANSWERED;
            default -> fault ? FAULT : NOTHING;
        };
    }

    boolean failed() {
        return this == FAULT || isLimited() || this == REFUSED;
    }

    /** Whether fewer calls are wanted. */
    boolean isLimited() {
        return this == LIMITED || this == ACCOUNT_LIMITED;
    }

    /** Whether whoever answered so is well. */
    boolean well() {
        return this == GOOD || this == ANSWERED;
    }
}
