package dev.mehari.protocol.gemini;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Tried;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How Google says what went wrong: the HTTP status again, and the name of a gRPC status. */
final class ErrorShape {
    private ErrorShape() {}

    static String status(ErrorKind kind) {
        return switch (kind) {
            case INVALID_REQUEST,
                    INVALID_JSON,
                    UNSUPPORTED_VALUE,
                    UNSUPPORTED_TOOL,
                    UNSUPPORTED_CONTENT,
                    PREVIOUS_RESPONSE_NOT_FOUND,
                    REQUEST_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    HEADERS_TOO_LARGE,
                    UPSTREAM_REJECTED,
                    CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION -> "INVALID_ARGUMENT";
            case INVALID_API_KEY, UNAUTHENTICATED, KEY_DISABLED -> "UNAUTHENTICATED";
            case KEY_EXPIRED,
                    ADMIN_CREDENTIAL,
                    ROLE_NOT_ALLOWED,
                    MODEL_NOT_ALLOWED,
                    REFUSED_BY_ROUTE,
                    REFUSED_BY_RULE,
                    ORIGIN_NOT_ALLOWED -> "PERMISSION_DENIED";
            case PATH_NOT_FOUND, MODEL_NOT_FOUND -> "NOT_FOUND";
            case METHOD_NOT_ALLOWED, PROTOCOL_NOT_SUPPORTED -> "UNIMPLEMENTED";
            case CONFLICT -> "ABORTED";
            case CLIENT_CANCELLED, OUTRUN -> "CANCELLED";
            case UPSTREAM_RATE_LIMITED, INSUFFICIENT_QUOTA -> "RESOURCE_EXHAUSTED";
            case REQUEST_TIMEOUT, UPSTREAM_TIMEOUT -> "DEADLINE_EXCEEDED";
            case INTERNAL_ERROR, UPSTREAM_ERROR, UPSTREAM_INVALID_REPLY, UPSTREAM_STREAM_INTERRUPTED -> "INTERNAL";
            case AUTH_STORE_UNAVAILABLE,
                    NOT_READY,
                    GATEWAY_BUSY,
                    UPSTREAM_AUTH_FAILED,
                    UPSTREAM_MODEL_NOT_FOUND,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_OVERLOADED,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_POOL_EXHAUSTED,
                    UPSTREAM_BUSY -> "UNAVAILABLE";
        };
    }

    static String body(Refusal refusal, List<Attempt> attempts) {
        return "{\"error\":{\"code\":" + refusal.status()
                + ",\"message\":" + Json.quote(refusal.text())
                + ",\"status\":\"" + status(refusal.kind()) + "\""
                + details(refusal, attempts) + "}}";
    }

    private static String details(Refusal refusal, List<Attempt> attempts) {
        String details = Stream.of(retryInfo(refusal.retryAfter()), errorInfo(refusal.kind(), attempts))
                .filter(detail -> !detail.isEmpty())
                .collect(Collectors.joining(","));
        return details.isEmpty() ? "" : ",\"details\":[" + details + "]";
    }

    /** Google's place for what is particular to a service: a map from text to text. */
    private static String errorInfo(ErrorKind kind, List<Attempt> attempts) {
        String metadata = Tried.metadata(attempts);
        return metadata.isEmpty()
                ? ""
                : "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"" + kind.name()
                        + "\",\"domain\":\"mehari\",\"metadata\":" + metadata + "}";
    }

    /** Google's clients read the time to wait from here, not from the header. */
    private static String retryInfo(@Nullable Duration after) {
        if (after == null) {
            return "";
        }
        long seconds = Math.max(0, after.plusNanos(999_999_999).toSeconds());
        return "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + seconds + "s\"}";
    }
}
