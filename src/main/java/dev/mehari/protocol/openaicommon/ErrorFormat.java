package dev.mehari.protocol.openaicommon;

import dev.mehari.call.Attempt;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import java.util.List;

/** How callers of OpenAI's protocols are told what went wrong. */
public enum ErrorFormat {
    /** As OpenAI does: an object with message, type, param and code. */
    PROTOCOL,
    /** {@code {"error":"text"}}, for programs that were written for a proxy that answers so. */
    SIMPLE;

    /** The body of an error, as JSON text. */
    public String body(Refusal refusal, List<Attempt> attempts) {
        return switch (this) {
            case PROTOCOL -> ErrorShape.body(refusal, attempts);
            case SIMPLE -> "{\"error\":" + Json.quote(refusal.text()) + "}";
        };
    }
}
