package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec.ReplyFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.WholeReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a whole completion, of a chat or of a text. */
final class ReplyReader {
    private @Nullable Usage usage;
    private @Nullable String model;
    private boolean choices;
    private boolean error;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        WholeReply.walk(body, reader::member);
        if (reader.error) {
            throw WholeReply.error(body);
        }
        if (!reader.choices) {
            throw WholeReply.foreign(body, "JSON that is not a chat completion");
        }
        return new ReplyFacts(reader.usage, reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "choices" -> {
                choices = false;
                Json.array(value, this::choice);
            }
            case "usage" -> usage = UsageReader.read(value);
            case "model" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "error" -> error |= Json.present(value);
            // vLLM puts the error at the top.
            case "object" -> error |= "error".equals(value.getText());
            default -> {}
        }
    }

    /** A message may have no content: a tool call, a refusal, or a model that had nothing to say. */
    private void choice(JsonParser value) throws IOException {
        Json.object(value, (name, member) -> {
            choices = true;
            switch (name) {
                case "finish_reason" -> error |= EventReader.FAILED.contains(member.getText());
                case "error" -> error |= Json.present(member);
                default -> {}
            }
        });
    }
}
