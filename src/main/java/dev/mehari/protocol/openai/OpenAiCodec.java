package dev.mehari.protocol.openai;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.StreamWatch;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.openaicommon.OpenAiHttp;
import dev.mehari.protocol.sse.SseReader;
import dev.mehari.protocol.sse.SseWriter;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions and its completions of texts, and those of the many vendors who borrowed them. */
public final class OpenAiCodec extends OpenAiHttp {
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
        super(errors);
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
    public ReplyFacts readReply(byte[] body) {
        return ReplyReader.read(body);
    }

    @Override
    public EventTap tap(
            InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch) {
        return new EventTap(upstream, new SseReader(upstream), new EventReader(hideUsage, errors), watch);
    }

    @Override
    public byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream) {
        return SseWriter.event(errors.body(refusal, attempts));
    }
}
