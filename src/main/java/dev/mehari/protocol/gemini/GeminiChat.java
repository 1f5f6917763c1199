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

/** To be written. */
public final class GeminiChat implements ChatCodec {
    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerDecoder decoder(Aim aim, Losses losses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AnswerEncoder encoder(Frame frame) {
        throw new UnsupportedOperationException();
    }
}
