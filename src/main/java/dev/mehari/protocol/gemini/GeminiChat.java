package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;

/** Google's generateContent, v1beta. Model and stream stand in its path, not in its body. */
public final class GeminiChat implements ChatCodec {
    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return RequestReader.read(body, stream, losses);
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        return new RequestWriter(request, aim, losses).write();
    }

    @Override
    public byte[] returned(byte[] body, Aim aim, Losses losses) {
        return Returned.of(body, aim.capabilities().thinking().contains("level"), losses);
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
