package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;

/**
 * Anthropic's messages, of API versions 2023-06-01 and 2026-10-21. What the newer one no longer takes (temperature, top_p
 * and top_k) is a capability of the model here: nothing is sent to a model that does not sample.
 */
public final class AnthropicChat implements ChatCodec {
    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return new RequestReader(body, losses).read(stream);
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        return new RequestWriter(request, aim, losses).write();
    }

    @Override
    public boolean startsWithInput() {
        return true;
    }

    @Override
    public byte[] returned(byte[] body, Aim aim, Losses losses) {
        return Returned.of(body, losses);
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
