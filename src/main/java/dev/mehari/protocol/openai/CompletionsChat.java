package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;
import dev.mehari.protocol.openaicommon.ErrorFormat;

/** Completions of texts. Upstreams are only ever asked for one in the caller's own bytes. */
final class CompletionsChat implements ChatCodec {
    private final ErrorFormat errors;

    CompletionsChat(ErrorFormat errors) {
        this.errors = errors;
    }

    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return CompletionReader.read(body, stream, losses);
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        throw new IllegalStateException("a chat is no text to go on with");
    }

    /** A text has no history. */
    @Override
    public boolean foreign(byte[] body, boolean mixed) {
        return false;
    }

    @Override
    public JsonNode repeated(JsonNode request) {
        return CompletionEncoder.asked(request);
    }

    @Override
    public AnswerDecoder decoder(Aim aim, Losses losses) {
        return new ReplyDecoder(aim, losses);
    }

    @Override
    public AnswerEncoder encoder(Frame frame, Losses losses) {
        return new CompletionEncoder(frame, losses, errors);
    }
}
