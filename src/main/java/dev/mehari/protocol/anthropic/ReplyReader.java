package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.protocol.Codec.ReplyFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.WholeReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a whole message. */
final class ReplyReader {
    private final UsageCounts usage = new UsageCounts();
    private @Nullable String model;
    private boolean content;
    private boolean error;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        WholeReply.walk(body, reader::member);
        if (reader.error) {
            throw WholeReply.error(body);
        }
        if (!reader.content) {
            throw WholeReply.invalid("JSON that is not a message");
        }
        return new ReplyFacts(reader.usage.toUsage(), reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "content" -> content = value.currentToken() == JsonToken.START_ARRAY;
            case "usage" -> usage.read(value);
            case "model" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "type" -> error |= "error".equals(value.getText());
            case "error" -> error |= Json.present(value);
            default -> {}
        }
    }
}
