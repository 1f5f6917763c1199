package dev.mehari.protocol.openaicommon;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Tried;
import java.util.List;

/**
 * How OpenAI says what went wrong, the same in all of its protocols.
 *
 * @param type the error's class
 * @param code what SDKs and programs look at
 */
public record ErrorShape(String type, String code) {
    public static ErrorShape of(ErrorKind kind) {
        return switch (kind) {
            case INVALID_REQUEST,
                    INVALID_JSON,
                    UNSUPPORTED_VALUE,
                    UNSUPPORTED_TOOL,
                    UNSUPPORTED_CONTENT,
                    PREVIOUS_RESPONSE_NOT_FOUND,
                    INVALID_API_KEY,
                    UNAUTHENTICATED,
                    CONFLICT,
                    KEY_DISABLED,
                    PATH_NOT_FOUND,
                    MODEL_NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    REQUEST_TIMEOUT,
                    REQUEST_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    HEADERS_TOO_LARGE,
                    CLIENT_CANCELLED,
                    OUTRUN,
                    UPSTREAM_REJECTED,
                    CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION -> named("invalid_request_error", kind);
            case KEY_EXPIRED,
                    ADMIN_CREDENTIAL,
                    ROLE_NOT_ALLOWED,
                    MODEL_NOT_ALLOWED,
                    REFUSED_BY_ROUTE,
                    REFUSED_BY_RULE,
                    ORIGIN_NOT_ALLOWED -> named("permission_error", kind);
            case INTERNAL_ERROR,
                    PROTOCOL_NOT_SUPPORTED,
                    UPSTREAM_AUTH_FAILED,
                    UPSTREAM_MODEL_NOT_FOUND,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_ERROR,
                    UPSTREAM_INVALID_REPLY,
                    UPSTREAM_TIMEOUT -> named("server_error", kind);
            case AUTH_STORE_UNAVAILABLE,
                    NOT_READY,
                    GATEWAY_BUSY,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_POOL_EXHAUSTED,
                    UPSTREAM_BUSY -> named("service_unavailable_error", kind);
            case UPSTREAM_STREAM_INTERRUPTED -> new ErrorShape("server_error", "upstream_stream_interrupted");
            case UPSTREAM_OVERLOADED -> new ErrorShape("service_unavailable_error", "server_is_overloaded");
            case UPSTREAM_RATE_LIMITED -> new ErrorShape("rate_limit_error", "rate_limit_exceeded");
            case INSUFFICIENT_QUOTA -> named("insufficient_quota", kind);
        };
    }

    private static ErrorShape named(String type, ErrorKind kind) {
        return new ErrorShape(type, kind.code());
    }

    public static String body(Refusal refusal, List<Attempt> attempts) {
        ErrorShape shape = of(refusal.kind());
        return "{\"error\":{\"message\":" + Json.quote(refusal.text())
                + ",\"type\":\"" + shape.type
                + "\",\"param\":" + (refusal.param() == null ? "null" : Json.quote(refusal.param()))
                + ",\"code\":\"" + shape.code + "\"" + Tried.member(attempts) + "}}";
    }
}
