package dev.mehari.protocol.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec.ReplyFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.WholeReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a whole response. */
final class ReplyReader {
    private @Nullable Usage usage;
    private @Nullable String model;
    private boolean output;
    private boolean error;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        WholeReply.walk(body, reader::member);
        if (reader.error) {
            throw WholeReply.error(body);
        }
        if (!reader.output) {
            throw WholeReply.foreign(body, "JSON that is not a response");
        }
        return new ReplyFacts(reader.usage, reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // One that runs in the background has none yet, but an empty list of it.
            case "output" -> output = value.currentToken() == JsonToken.START_ARRAY;
            case "usage" -> usage = UsageReader.read(value);
            case "model" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "error" -> error |= Json.present(value);
            case "status" -> error |= "failed".equals(value.getText());
            case "object" -> error |= "error".equals(value.getText());
            default -> {}
        }
    }
}
