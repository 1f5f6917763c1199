package dev.mehari.protocol.responses;

import dev.mehari.call.Attempt;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.RequestBody;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.EventTap;
import dev.mehari.protocol.ReplyFacts;
import dev.mehari.protocol.StreamWatch;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.openaicommon.OpenAiHttp;
import dev.mehari.protocol.sse.SseReader;
import java.io.InputStream;
import java.util.List;

/** OpenAI's Responses. */
public final class ResponsesCodec extends OpenAiHttp {
    private final ChatCodec chat = new ResponsesChat();
    private final CountCodec counts = new ResponsesCounts();

    public ResponsesCodec() {
        this(ErrorFormat.PROTOCOL);
    }

    /** @param errors of whole replies; events of a stream have types, and keep them */
    public ResponsesCodec(ErrorFormat errors) {
        super(errors);
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
    public ReplyFacts readReply(byte[] body) {
        return ReplyReader.read(body);
    }

    @Override
    public EventTap tap(
            InputStream upstream, boolean eventStream, boolean hideUsage, String requestId, StreamWatch watch) {
        return new EventTap(upstream, new SseReader(upstream), new EventReader(), watch);
    }

    @Override
    public byte[] streamError(Refusal refusal, String requestId, List<Attempt> attempts, boolean eventStream) {
        return FailureWriter.error(refusal, attempts, 0);
    }
}
