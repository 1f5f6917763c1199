package dev.mehari.protocol.anthropic;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Tried;
import java.util.List;

/**
 * How Anthropic says what went wrong.
 *
 * @param status HTTP status
 * @param type the error's class, the only thing SDKs and programs can look at
 */
record ErrorShape(int status, String type) {
    /** A beta field for conversations that Anthropic's servers keep. */
    static final String THREAD = "thread";

    /**
     * What tells Anthropic's SDK (Python 2.12) that a conversation has to be sent as a whole; it then sends it again by
     * itself, and takes any word in the list for that.
     */
    private static final String THREAD_DETAILS =
            ",\"details\":{\"error_code\":\"thread_unsupported_request\",\"unsupported\":[\"translation\"]}";

    static ErrorShape of(ErrorKind kind) {
        return switch (kind) {
            case INVALID_REQUEST,
                    INVALID_JSON,
                    UNSUPPORTED_VALUE,
                    UNSUPPORTED_TOOL,
                    UNSUPPORTED_CONTENT,
                    PREVIOUS_RESPONSE_NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    REQUEST_TIMEOUT,
                    UNSUPPORTED_MEDIA_TYPE,
                    HEADERS_TOO_LARGE,
                    CLIENT_CANCELLED,
                    OUTRUN,
                    UPSTREAM_REJECTED,
                    CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION -> named("invalid_request_error", kind);
            case INVALID_API_KEY, UNAUTHENTICATED, KEY_DISABLED -> named("authentication_error", kind);
            case KEY_EXPIRED,
                    ADMIN_CREDENTIAL,
                    ROLE_NOT_ALLOWED,
                    MODEL_NOT_ALLOWED,
                    REFUSED_BY_ROUTE,
                    REFUSED_BY_RULE,
                    ORIGIN_NOT_ALLOWED -> named("permission_error", kind);
            case PATH_NOT_FOUND, MODEL_NOT_FOUND -> named("not_found_error", kind);
            case CONFLICT -> named("conflict_error", kind);
            case REQUEST_TOO_LARGE -> named("request_too_large", kind);
            case UPSTREAM_RATE_LIMITED -> named("rate_limit_error", kind);
            case INSUFFICIENT_QUOTA -> new ErrorShape(402, "billing_error");
            case INTERNAL_ERROR,
                    PROTOCOL_NOT_SUPPORTED,
                    AUTH_STORE_UNAVAILABLE,
                    NOT_READY,
                    GATEWAY_BUSY,
                    UPSTREAM_AUTH_FAILED,
                    UPSTREAM_MODEL_NOT_FOUND,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_ERROR,
                    UPSTREAM_INVALID_REPLY,
                    UPSTREAM_STREAM_INTERRUPTED,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_POOL_EXHAUSTED,
                    UPSTREAM_BUSY -> named("api_error", kind);
            case UPSTREAM_OVERLOADED -> new ErrorShape(529, "overloaded_error");
            case UPSTREAM_TIMEOUT -> named("timeout_error", kind);
        };
    }

    private static ErrorShape named(String type, ErrorKind kind) {
        return new ErrorShape(kind.status(), type);
    }

    static String body(Refusal refusal, String requestId, List<Attempt> attempts) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + of(refusal.kind()).type
                + "\",\"message\":" + Json.quote(refusal.text())
                + (THREAD.equals(refusal.param()) ? THREAD_DETAILS : "")
                + Tried.member(attempts)
                + "},\"request_id\":" + Json.quote(requestId) + "}";
    }
}
