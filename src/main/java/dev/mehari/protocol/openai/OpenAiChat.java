package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.AnswerDecoder;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Written;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import java.nio.charset.StandardCharsets;

/** Chat completions, of OpenAI and of those who borrowed them. */
public final class OpenAiChat implements ChatCodec {
    private final ErrorFormat errors;

    public OpenAiChat() {
        this(ErrorFormat.PROTOCOL);
    }

    OpenAiChat(ErrorFormat errors) {
        this.errors = errors;
    }

    @Override
    public ChatRequest read(JsonNode body, boolean stream, Losses losses) {
        return RequestReader.read(body, stream, losses);
    }

    @Override
    public Written write(ChatRequest request, Aim aim, Losses losses) {
        return RequestWriter.write(request, aim, losses);
    }

    /** Thinking that was given to a caller stands in members that OpenAI does not know. */
    @Override
    public boolean foreign(byte[] body, boolean mixed) {
        String text = mixed ? new String(body, StandardCharsets.ISO_8859_1) : "";
        return Envelope.textIn(body) || text.contains("\"thinking_blocks\"") || text.contains("\"reasoning_content\"");
    }

    @Override
    public JsonNode repeated(JsonNode request) {
        return Style.asked(request);
    }

    @Override
    public AnswerDecoder decoder(Aim aim, Losses losses) {
        return new ReplyDecoder(aim, losses);
    }

    @Override
    public AnswerEncoder encoder(Frame frame, Losses losses) {
        return new ReplyEncoder(frame, losses, errors);
    }
}
