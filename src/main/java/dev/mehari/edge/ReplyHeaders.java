package dev.mehari.edge;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers we add to every answer. */
final class ReplyHeaders {
    /** Kinds that a repeated call cannot change; official SDKs obey the header and do not repeat. */
    private static final Set<ErrorKind> NO_RETRY = EnumSet.of(
            ErrorKind.PROTOCOL_NOT_SUPPORTED,
            ErrorKind.INSUFFICIENT_QUOTA,
            ErrorKind.UPSTREAM_AUTH_FAILED,
            ErrorKind.UPSTREAM_MODEL_NOT_FOUND,
            ErrorKind.UPSTREAM_INVALID_REPLY);

    private ReplyHeaders() {}

    static Map<String, String> of(Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        Refusal refusal = call.refusal();
        if (refusal != null) {
            headers.putAll(onError(call.getProtocol(), refusal, call.getId()));
        } else {
            id(headers, call.getProtocol(), call.getId());
        }
        Attempt last = call.lastAttempt();
        if (last != null) {
            headers.put("x-mehari-upstream", last.target().upstream());
            headers.put("x-mehari-model", printable(last.target().model()));
            headers.put("x-mehari-attempts", Integer.toString(call.attempts().size()));
        }
        headers.put("x-mehari-overhead-ms", String.format(Locale.ROOT, "%.3f", call.overheadNanos() / 1e6));
        return headers;
    }

    static Map<String, String> onError(@Nullable Protocol protocol, Refusal refusal, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        id(headers, protocol, requestId);
        headers.put("x-mehari-error-origin", refusal.kind().origin().id());
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            headers.put(
                    "retry-after",
                    Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
        }
        if (refusal.kind() == ErrorKind.REQUEST_TIMEOUT) {
            headers.put("connection", "close");
        }
        if (NO_RETRY.contains(refusal.kind())) {
            headers.put("x-should-retry", "false");
        }
        return headers;
    }

    private static void id(Map<String, String> headers, @Nullable Protocol protocol, String requestId) {
        headers.put("x-request-id", requestId);
        if (protocol == Protocol.ANTHROPIC_MESSAGES) {
            headers.put("request-id", requestId);
        }
    }

    /** A model name from a caller may hold what a header must not. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().limit(200).forEach(c -> safe.append(c > 0x20 && c < 0x7f ? (char) c : '?'));
        return safe.toString();
    }
}
