package dev.mehari.edge;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Bytes. Proxies before us have limits of their own for all headers together. */
    private static final int LONGEST_LOSSES = 1024;

    /** Characters of one name. */
    private static final int LONGEST_WORD = 200;

    private static final String MORE = ", ...";

    private ReplyHeaders() {}

    static Map<String, String> of(Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        Refusal refusal = call.refusal();
        if (refusal != null) {
            headers.putAll(onError(call.getProtocol(), refusal, call.getId()));
            if (call.isSpent()) {
                headers.put("x-should-retry", "false");
            }
        } else {
            id(headers, call.getProtocol(), call.getId());
        }
        Attempt sent = lastSent(call);
        if (sent != null) {
            headers.put("x-mehari-upstream", sent.target().upstream());
            String model = call.modelOf(sent);
            if (model != null) {
                headers.put("x-mehari-model", printable(model));
            }
        }
        List<String> lost = losses(call);
        if (!lost.isEmpty()) {
            headers.put("x-mehari-loss", losses(lost));
        }
        String stopped = refusal == null && sent != null ? sent.stopReason() : null;
        if (stopped != null) {
            headers.put("x-mehari-stop-reason", printable(stopped));
        }
        if (!call.attempts().isEmpty()) {
            headers.put("x-mehari-attempts", Integer.toString(sent(call)));
        }
        if (refusal == null && call.isEstimated()) {
            headers.put("x-mehari-estimated", "true");
        }
        headers.put("x-mehari-overhead-ms", millis(call.times().overheadNanos()));
        return headers;
    }

    /** Milliseconds with three places. A formatter would take longer than much of what is measured here. */
    static String millis(long nanos) {
        long micros = (nanos + 500) / 1_000;
        String places = Long.toString(1_000 + micros % 1_000);
        return micros / 1_000 + "." + places.substring(1);
    }

    /** The headers of a stream about whose answer nothing is known yet. */
    static Map<String, String> early(Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", call.isEventStream() ? "text/event-stream" : "application/json");
        id(headers, call.getProtocol(), call.getId());
        return headers;
    }

    /** The attempt that answered, or the last that was made; null when there was none. */
    static @Nullable Attempt lastSent(Call call) {
        for (Attempt attempt : call.attempts().reversed()) {
            if (attempt.sent() || attempt.answeredHere()) {
                return attempt;
            }
        }
        return null;
    }

    /** What of the call, and of its answer as far as it is here, could not be said in the other protocol. */
    static List<String> losses(Call call) {
        Attempt sent = lastSent(call);
        return sent == null ? List.of() : sent.losses();
    }

    /** Whether the answer ended for a reason that the caller's protocol may have a smaller word for. */
    static boolean stopNarrowed(Call call) {
        Attempt sent = lastSent(call);
        return sent != null && sent.stopNarrowed();
    }

    /** How many attempts went upstream; what a circuit breaker kept back is none. */
    static int sent(Call call) {
        int sent = 0;
        for (Attempt attempt : call.attempts()) {
            sent += attempt.sent() ? 1 : 0;
        }
        return sent;
    }

    /**
     * The headers of an error. A wait is told twice when it is not of whole seconds: {@code retry-after} in seconds,
     * rounded up, which everybody reads, and {@code retry-after-ms}, which the SDKs of OpenAI and Anthropic look for
     * first.
     */
    static Map<String, String> onError(@Nullable Protocol protocol, Refusal refusal, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        id(headers, protocol, requestId);
        headers.put("x-mehari-error-origin", refusal.kind().origin().id());
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            headers.put(
                    "retry-after",
                    Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
            if (wait.isPositive() && wait.toMillis() % 1000 != 0) {
                headers.put("retry-after-ms", Long.toString(wait.toMillis()));
            }
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

    /** Whether tokens were counted here, of a stream whose bytes do not have to stay as they came. */
    static boolean estimatedInTranslation(Call call) {
        Attempt last = call.attempts().last();
        return call.isEstimated() && last != null && last.translatedTo() != null;
    }

    /** The first of them, as many as the header may hold. */
    static String losses(List<String> losses) {
        StringBuilder shown = new StringBuilder();
        for (String loss : losses) {
            String next = (shown.isEmpty() ? "" : ", ") + printable(loss);
            if (shown.length() + next.length() > LONGEST_LOSSES - MORE.length()) {
                return shown.append(MORE).toString();
            }
            shown.append(next);
        }
        return shown.toString();
    }

    /** A model name from a caller may hold what a header must not. */
    static String printable(String text) {
        int length = Math.min(text.length(), LONGEST_WORD);
        StringBuilder safe = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            safe.append(c > 0x20 && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }
}
