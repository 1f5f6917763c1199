package dev.mehari.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

/** Errors outside a call, in the shape the caller most likely understands. Never HTML, never a stack trace. */
public final class EdgeErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Codecs codecs;
    private final Clock clock;

    public EdgeErrors(Codecs codecs, Clock clock) {
        this.codecs = codecs;
        this.clock = clock;
    }

    /** The protocol a path or its headers speak; null for the admin side. */
    static @Nullable Protocol protocolOf(String path, Map<String, String> headers) {
        if (path.equals("/api")
                || path.startsWith("/api/")
                || path.startsWith("/v1/metrics")
                || path.startsWith("/v1/tokens/")
                || path.startsWith("/dashboard")) {
            return null;
        }
        if (path.contains("/messages") || headers.containsKey("anthropic-version")) {
            return Protocol.ANTHROPIC_MESSAGES;
        }
        if (path.startsWith("/v1/responses")) {
            return Protocol.OPENAI_RESPONSES;
        }
        if (path.contains("v1beta") || path.contains(":") || headers.containsKey("x-goog-api-key")) {
            return Protocol.GEMINI;
        }
        return Protocol.OPENAI_CHAT;
    }

    /**
     * Writes a refusal to somebody on the admin side.
     *
     * @param details one object each
     */
    public void write(
            HttpServletRequest request, Refusal refusal, List<Map<String, Object>> details, HttpServletResponse to)
            throws IOException {
        String id = id(request);
        write(null, refusal, id, admin(refusal, details, id, clock.instant().toString()), to);
    }

    /** Writes a refusal as the answer to a request that Spring serves. */
    public void write(HttpServletRequest request, Refusal refusal, HttpServletResponse to) throws IOException {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        // A request line that cannot be read leaves no path behind.
        String path = original instanceof String uri ? uri : Objects.requireNonNullElse(request.getRequestURI(), "/");
        Map<String, String> headers = new HashMap<>();
        for (String name : List.of("anthropic-version", "x-goog-api-key")) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        write(path, headers, refusal, id(request), to);
    }

    private String id(HttpServletRequest request) {
        return request.getAttribute(RequestIds.ATTRIBUTE) instanceof String given
                ? given
                : RequestIds.next(clock.millis());
    }

    /** Writes a refusal; aborts the connection when something was written before. */
    void write(Inbound inbound, Refusal refusal, HttpServletResponse to) throws IOException {
        boolean list = !inbound.method().equals("POST") && GeminiPath.under(inbound.path());
        Protocol protocol = list ? ModelPages.shape(inbound) : protocolOf(inbound.path(), inbound.headers());
        write(protocol, refusal, inbound.requestId(), to);
    }

    /** Writes a refusal; aborts the connection when something was written before. */
    void write(String path, Map<String, String> headers, Refusal refusal, String requestId, HttpServletResponse to)
            throws IOException {
        write(protocolOf(path, headers), refusal, requestId, to);
    }

    private void write(@Nullable Protocol protocol, Refusal refusal, String requestId, HttpServletResponse to)
            throws IOException {
        write(protocol, refusal, requestId, body(protocol, refusal, requestId), to);
    }

    private void write(
            @Nullable Protocol protocol, Refusal refusal, String requestId, byte[] body, HttpServletResponse to)
            throws IOException {
        if (to.isCommitted()) {
            // An orderly end would make what is out look complete.
            throw new CloseNowException("request " + requestId + " failed in the middle of its answer");
        }
        to.setStatus(protocol == null ? refusal.status() : codecs.of(protocol).status(refusal));
        to.setContentType("application/json");
        ReplyHeaders.onError(protocol, refusal, requestId).forEach(to::setHeader);
        to.setContentLength(body.length);
        to.getOutputStream().write(body);
        to.flushBuffer();
    }

    /** The same as it would be written, for nobody to read but who asks. */
    Reply reply(String path, Map<String, String> headers, Refusal refusal, String requestId) {
        Protocol protocol = protocolOf(path, headers);
        int status = protocol == null ? refusal.status() : codecs.of(protocol).status(refusal);
        Reply reply = Reply.of(status, "application/json", body(protocol, refusal, requestId));
        reply.headers().putAll(ReplyHeaders.onError(protocol, refusal, requestId));
        return reply;
    }

    private byte[] body(@Nullable Protocol protocol, Refusal refusal, String requestId) {
        if (protocol != null) {
            Codec codec = codecs.of(protocol);
            return codec.error(refusal, requestId);
        }
        return admin(refusal, List.of(), requestId, clock.instant().toString());
    }

    /** The shape of admin and {@code /api} paths. */
    private static byte[] admin(
            Refusal refusal, List<Map<String, Object>> details, String requestId, String timestamp) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putObject("error");
        error.put("type", refusal.kind().origin().id() + "_error");
        error.put("code", refusal.kind().code());
        error.put("message", refusal.text());
        error.set("details", JSON.valueToTree(details));
        root.put("request_id", requestId);
        root.put("timestamp", timestamp);
        try {
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a status that the server chose by itself means. */
    public static Refusal ofStatus(int status) {
        return switch (status) {
            case 404 -> new Refusal(ErrorKind.PATH_NOT_FOUND, "there is nothing at this path");
            case 405 -> new Refusal(ErrorKind.METHOD_NOT_ALLOWED, "this path does not know that method");
            case 408 -> new Refusal(ErrorKind.REQUEST_TIMEOUT, "the request did not arrive in time");
            case 413 -> new Refusal(ErrorKind.REQUEST_TOO_LARGE, "the request is too large");
            case 415 ->
                new Refusal(
                        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                        "the header Content-Type names a type that is not read here; it should be application/json");
            case 431 -> new Refusal(ErrorKind.HEADERS_TOO_LARGE, "the request's headers are too large");
            case 503 -> new Refusal(ErrorKind.NOT_READY, "the gateway is starting or stopping; try again in a moment");
            case 501, 505 ->
                new Refusal(
                        ErrorKind.INVALID_REQUEST, "the request asks for something of HTTP that is not spoken here");
            default ->
                status >= 500
                        ? new Refusal(ErrorKind.INTERNAL_ERROR, "internal error")
                        : new Refusal(
                                ErrorKind.INVALID_REQUEST,
                                "the request is not valid HTTP, or its headers are too large");
        };
    }
}
