package dev.mehari.protocol.anthropic;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.StreamWatch;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.sse.SseReader;
import dev.mehari.protocol.sse.SseWriter;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Anthropic's messages. */
public final class AnthropicCodec implements Codec {
    private final ChatCodec chat = new AnthropicChat();
    private final CountCodec counts = new AnthropicCounts();
    private static final Set<String> REQUEST_HEADERS = Set.of("anthropic-version", "anthropic-beta");
    private static final Map<String, String> DEFAULT_HEADERS = Map.of("anthropic-version", "2023-06-01");

    @Override
    public Protocol protocol() {
        return Protocol.ANTHROPIC_MESSAGES;
    }

    @Override
    public ChatCodec chat() {
        return chat;
    }

    @Override
    public CountCodec counts() {
        return counts;
    }

    @Override
    public RequestBody read(byte[] body) {
        return Request.read(body);
    }

    @Override
    public String path(String model, boolean stream, boolean eventStream) {
        return "/v1/messages";
    }

    @Override
    public String credentialHeader() {
        return "x-api-key";
    }

    @Override
    public String credentialValue(String secret) {
        return secret;
    }

    @Override
    public Set<String> requestHeaders() {
        return REQUEST_HEADERS;
    }

    @Override
    public Map<String, String> defaultHeaders() {
        return DEFAULT_HEADERS;
    }

    /** None: what Anthropic adds names our organization and its limits. */
    @Override
    public Set<String> replyHeaders() {
        return Set.of();
    }

    @Override
    public String upstreamRequestIdHeader() {
        return "request-id";
    }

    @Override
    public ReplyFacts readReply(byte[] body) {
        return ReplyReader.read(body);
    }

    @Override
    public EventTap tap(
            InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch) {
        return new EventTap(upstream, new SseReader(upstream), new EventReader(requestId), watch);
    }

    @Override
    public int status(Refusal refusal) {
        int own = refusal.upstreamStatus();
        return own == 0 ? ErrorShape.of(refusal.kind()).status() : own;
    }

    @Override
    public byte[] error(Refusal refusal, String requestId, List<Attempt> attempts) {
        return Json.utf8(ErrorShape.body(refusal, requestId, attempts));
    }

    @Override
    public byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream) {
        return SseWriter.event("error", ErrorShape.body(refusal, requestId, attempts));
    }

    @Override
    public byte[] keepalive(boolean eventStream) {
        return SseWriter.event("ping", "{\"type\": \"ping\"}");
    }
}
