package dev.mehari.protocol.responses;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFormat;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.sse.SseReader;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** OpenAI's Responses. */
public final class ResponsesCodec implements Codec {
    private static final Set<String> REQUEST_HEADERS = Set.of("openai-beta");
    private static final Set<String> REPLY_HEADERS = Set.of("openai-processing-ms", "openai-version");

    private final ChatCodec chat = new ResponsesChat();
    private final CountCodec counts = new ResponsesCounts();
    private final ErrorFormat errors;

    public ResponsesCodec() {
        this(ErrorFormat.PROTOCOL);
    }

    /** @param errors of whole replies; events of a stream have types, and keep them */
    public ResponsesCodec(ErrorFormat errors) {
        this.errors = errors;
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPENAI_RESPONSES;
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
        return "/responses";
    }

    @Override
    public String credentialHeader() {
        return "Authorization";
    }

    @Override
    public String credentialValue(String secret) {
        return "Bearer " + secret;
    }

    @Override
    public Set<String> requestHeaders() {
        return REQUEST_HEADERS;
    }

    @Override
    public Set<String> replyHeaders() {
        return REPLY_HEADERS;
    }

    @Override
    public String upstreamRequestIdHeader() {
        return "x-request-id";
    }

    @Override
    public ReplyFacts readReply(byte[] body) {
        return ReplyReader.read(body);
    }

    @Override
    public ErrorFacts readError(byte[] body) {
        return ErrorBody.read(body);
    }

    @Override
    public EventTap tap(
            InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch) {
        return new EventTap(upstream, new SseReader(upstream), new EventReader(), watch);
    }

    @Override
    public int status(Refusal refusal) {
        return refusal.status();
    }

    @Override
    public byte[] error(Refusal refusal, String requestId, List<Attempt> attempts) {
        return Json.utf8(errors.body(refusal, attempts));
    }

    @Override
    public boolean errorsPass() {
        return errors == ErrorFormat.PROTOCOL;
    }

    @Override
    public byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream) {
        return FailureWriter.error(refusal, attempts, 0);
    }

    @Override
    public byte[] keepalive(boolean eventStream) {
        return Json.utf8(": ping\n\n");
    }
}
