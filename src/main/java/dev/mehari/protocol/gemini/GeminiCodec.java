package dev.mehari.protocol.gemini;

import dev.mehari.call.Attempt;
import dev.mehari.call.Operation;
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
import dev.mehari.protocol.embedding.EmbeddingCodec;
import dev.mehari.protocol.sse.SseReader;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Google's generateContent. */
public final class GeminiCodec implements Codec {
    private final ChatCodec chat = new GeminiChat();
    private final EmbeddingCodec embeddings = new GeminiEmbeddings();
    private final CountCodec counts = new GeminiCounts();

    @Override
    public Protocol protocol() {
        return Protocol.GEMINI;
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
    public EmbeddingCodec embeddings() {
        return embeddings;
    }

    @Override
    public RequestBody read(byte[] body) {
        return Request.read(body);
    }

    @Override
    public RequestBody read(byte[] body, Operation operation) {
        return operation == Operation.COUNT_TOKENS ? CountRequest.read(body) : read(body);
    }

    @Override
    public String path(String model, boolean stream, boolean eventStream) {
        String method = !stream ? ":generateContent" : ":streamGenerateContent" + (eventStream ? "?alt=sse" : "");
        return "/v1beta/" + ModelPath.of(model) + method;
    }

    @Override
    public String credentialHeader() {
        return "x-goog-api-key";
    }

    @Override
    public String credentialValue(String secret) {
        return secret;
    }

    @Override
    public Set<String> requestHeaders() {
        return Set.of();
    }

    @Override
    public Set<String> replyHeaders() {
        return Set.of();
    }

    @Override
    public String upstreamRequestIdHeader() {
        return "x-goog-request-id";
    }

    @Override
    public ReplyFacts readReply(byte[] body) {
        return ReplyReader.read(body);
    }

    @Override
    public EventTap tap(
            InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch) {
        return new EventTap(
                upstream,
                eventStream ? new SseReader(upstream) : new ArrayReader(upstream),
                new EventReader(!eventStream),
                watch);
    }

    @Override
    public byte[] error(Refusal refusal, String requestId, List<Attempt> attempts) {
        return Json.utf8(ErrorShape.body(refusal, attempts));
    }

    @Override
    public byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream) {
        return EventReader.last(ErrorShape.body(refusal, attempts), !eventStream, true);
    }

    /**
     * White space. Google's own clients for Python and Go take a comment for broken data and give up; an empty event is
     * an answer without candidates to them, for which the chats of Python and JavaScript forget the turn. Go's reads
     * events by their two line breaks, so there have to be two.
     */
    @Override
    public byte[] keepalive(boolean eventStream) {
        return Json.utf8(eventStream ? "\n\n" : "\n");
    }
}
