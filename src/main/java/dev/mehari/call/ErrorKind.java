package dev.mehari.call;

import java.util.Locale;

/**
 * Every way a call can fail. The name in lower case is the error's {@code code}, the metric label and the word in the
 * row; each protocol gives it its own shape.
 */
public enum ErrorKind {
    INVALID_REQUEST(400, Origin.CLIENT),
    INVALID_JSON(400, Origin.CLIENT),
    /** The target cannot be told what this part of the request says. */
    UNSUPPORTED_VALUE(400, Origin.CLIENT),
    UNSUPPORTED_TOOL(400, Origin.CLIENT),
    UNSUPPORTED_CONTENT(400, Origin.CLIENT),
    /** A conversation that is stored elsewhere, or nowhere. */
    PREVIOUS_RESPONSE_NOT_FOUND(400, Origin.CLIENT),
    INVALID_API_KEY(401, Origin.CLIENT),
    /** The admin side was asked without a user and a right password. */
    UNAUTHENTICATED(401, Origin.CLIENT),
    KEY_DISABLED(401, Origin.CLIENT),
    KEY_EXPIRED(403, Origin.CLIENT),
    ADMIN_CREDENTIAL(403, Origin.CLIENT),
    ROLE_NOT_ALLOWED(403, Origin.CLIENT),
    MODEL_NOT_ALLOWED(403, Origin.CLIENT),
    /** A route that an operator wrote said no. */
    REFUSED_BY_ROUTE(403, Origin.CLIENT),
    /** A rule that an operator wrote said no. */
    REFUSED_BY_RULE(403, Origin.CLIENT),
    /** A browser of an origin that is not let in. */
    ORIGIN_NOT_ALLOWED(403, Origin.CLIENT),
    PATH_NOT_FOUND(404, Origin.CLIENT),
    MODEL_NOT_FOUND(404, Origin.CLIENT),
    METHOD_NOT_ALLOWED(405, Origin.CLIENT),
    REQUEST_TIMEOUT(408, Origin.CLIENT),
    CONFLICT(409, Origin.CLIENT),
    REQUEST_TOO_LARGE(413, Origin.CLIENT),
    UNSUPPORTED_MEDIA_TYPE(415, Origin.CLIENT),
    HEADERS_TOO_LARGE(431, Origin.CLIENT),
    /** The caller hung up; the status is for the row only, nobody is left to read it. */
    CLIENT_CANCELLED(499, Origin.CLIENT),
    /** Another target that was asked at the same time answered first; for the row of the attempt only. */
    OUTRUN(499, Origin.GATEWAY),
    INTERNAL_ERROR(500, Origin.GATEWAY),
    /** A protocol that is not spoken here: WebSocket. */
    PROTOCOL_NOT_SUPPORTED(501, Origin.GATEWAY),
    AUTH_STORE_UNAVAILABLE(503, Origin.GATEWAY),
    NOT_READY(503, Origin.GATEWAY),
    /** The gateway holds as much of other requests as it has room for. */
    GATEWAY_BUSY(503, Origin.GATEWAY),
    /** The upstream found fault with the request itself: the caller's mistake, shown as the upstream said it. */
    UPSTREAM_REJECTED(400, Origin.CLIENT),
    /** The request is longer than the model can read. */
    CONTEXT_LENGTH_EXCEEDED(400, Origin.CLIENT),
    /** The upstream's policy forbids the request or its answer: that is the answer, no other target is asked. */
    CONTENT_POLICY_VIOLATION(400, Origin.CLIENT),
    UPSTREAM_RATE_LIMITED(429, Origin.UPSTREAM),
    INSUFFICIENT_QUOTA(429, Origin.UPSTREAM),
    /** Our credential was refused upstream; never shown as the caller's 401. */
    UPSTREAM_AUTH_FAILED(502, Origin.UPSTREAM),
    UPSTREAM_MODEL_NOT_FOUND(502, Origin.UPSTREAM),
    UPSTREAM_UNREACHABLE(502, Origin.UPSTREAM),
    UPSTREAM_ERROR(502, Origin.UPSTREAM),
    /** A reply that is not of the upstream's protocol: HTML, an empty body, broken JSON. */
    UPSTREAM_INVALID_REPLY(502, Origin.UPSTREAM),
    /** The reply broke off before its terminal marker. */
    UPSTREAM_STREAM_INTERRUPTED(502, Origin.UPSTREAM),
    UPSTREAM_OVERLOADED(503, Origin.UPSTREAM),
    /** The circuit breaker of the upstream is open. */
    UPSTREAM_UNAVAILABLE(503, Origin.UPSTREAM),
    /** No connection of the upstream's pool became free in time. */
    UPSTREAM_POOL_EXHAUSTED(503, Origin.GATEWAY),
    /** The upstream has as many attempts as its configuration allows, and none ended in time. */
    UPSTREAM_BUSY(503, Origin.GATEWAY),
    UPSTREAM_TIMEOUT(504, Origin.UPSTREAM);

    private final int status;
    private final Origin origin;

    ErrorKind(int status, Origin origin) {
        this.status = status;
        this.origin = origin;
    }

    /** The HTTP status an OpenAI caller sees; a protocol may have a status of its own for a kind. */
    public int status() {
        return status;
    }

    public Origin origin() {
        return origin;
    }

    /** Whether the gateway did not even turn to the upstream, and no more is known of it than before. */
    public boolean keptBack() {
        return this == UPSTREAM_UNAVAILABLE || this == UPSTREAM_BUSY;
    }

    /** Whether the call could not be said to one target, which says nothing about the others. */
    public boolean unsayable() {
        return this == UNSUPPORTED_VALUE
                || this == UNSUPPORTED_TOOL
                || this == UNSUPPORTED_CONTENT
                || this == PREVIOUS_RESPONSE_NOT_FOUND;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
