package dev.mehari.fake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error before a vendor has put it into its own form.
 *
 * @param code what the vendor calls it (OpenAI code, Anthropic type, Gemini status, GLM number); null for its usual name at this status
 * @param param the field at fault
 * @param retryIn when to come back, for vendors that say so in the body
 */
record Failure(
        int status,
        @Nullable String code,
        String message,
        @Nullable String param,
        @Nullable Duration retryIn) {
    static Failure of(int status, @Nullable String code, String message) {
        return new Failure(status, code, message, null, null);
    }

    static Failure at(String param, int status, @Nullable String code, String message) {
        return new Failure(status, code, message, param.isEmpty() ? null : param, null);
    }

    Failure retryIn(Duration time) {
        return new Failure(status, code, message, param, time);
    }

    String codeOr(String usual) {
        return code == null ? usual : code;
    }

    /** The refusal of a request, thrown from wherever the fault was found. */
    RefusedException refusal() {
        return new RefusedException(this);
    }

    static final class RefusedException extends RuntimeException {
        private final transient Failure failure;

        RefusedException(Failure failure) {
            super(failure.message(), null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}
