package dev.mehari.protocol.openai;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.ErrorBody;
import dev.mehari.protocol.ErrorFormat;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.sse.SseReader;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions and its completions of texts, and those of the many vendors who borrowed them. */
public final class OpenAiCodec implements Codec {
    private static final Set<String> REQUEST_HEADERS = Set.of("openai-beta");
    private static final Set<String> REPLY_HEADERS = Set.of("openai-processing-ms", "openai-version");

    private final Protocol protocol;
    private final ErrorFormat errors;
    private final ChatCodec chat;
    private final @Nullable EmbeddingCodec embeddings;
    private final String path;

    /** Chat completions, and the embeddings that are at the same address. */
    public OpenAiCodec() {
        this(ErrorFormat.PROTOCOL);
    }

    public OpenAiCodec(ErrorFormat errors) {
        this(Protocol.OPENAI_CHAT, errors, new OpenAiChat(errors), new OpenAiEmbeddings(), "/chat/completions");
    }

    private OpenAiCodec(
            Protocol protocol, ErrorFormat errors, ChatCodec chat, @Nullable EmbeddingCodec embeddings, String path) {
        this.protocol = protocol;
        this.errors = errors;
        this.chat = chat;
        this.embeddings = embeddings;
        this.path = path;
    }

    /** Completions of texts, as they were before there were chats. */
    public static OpenAiCodec completions(ErrorFormat errors) {
        return new OpenAiCodec(Protocol.OPENAI_COMPLETIONS, errors, new CompletionsChat(errors), null, "/completions");
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public ChatCodec chat() {
        return chat;
    }

    @Override
    public @Nullable EmbeddingCodec embeddings() {
        return embeddings;
    }

    @Override
    public RequestBody read(byte[] body) {
        return Request.read(body, protocol == Protocol.OPENAI_COMPLETIONS);
    }

    @Override
    public String path(String model, boolean stream, boolean eventStream) {
        return path;
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
        return new EventTap(upstream, new SseReader(upstream), new EventReader(hideUsage, errors), watch);
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
        return EventReader.event(errors.body(refusal, attempts));
    }

    @Override
    public byte[] keepalive(boolean eventStream) {
        return Json.utf8(": ping\n\n");
    }
}
