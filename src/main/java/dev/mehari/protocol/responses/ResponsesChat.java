package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;

/** OpenAI's Responses in the common language, without the state that its server keeps. */
public final class ResponsesChat implements ChatCodec {
    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return RequestReader.read(body, stream, losses);
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        return RequestWriter.write(request, aim, losses);
    }

    @Override
    public byte[] returned(byte[] body, Aim aim, Losses losses) {
        return Returned.of(body, losses);
    }

    @Override
    public JsonNode repeated(JsonNode request) {
        return ResponseObject.asked(request);
    }

    @Override
    public AnswerDecoder decoder(Aim aim, Losses losses) {
        return new ReplyDecoder(losses);
    }

    @Override
    public AnswerEncoder encoder(Frame frame, Losses losses) {
        return new ReplyEncoder(frame, losses);
    }
}
