package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec.ReplyFacts;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.WholeReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a whole generateContent reply. */
final class ReplyReader {
    private @Nullable Usage usage;
    private @Nullable String model;
    private boolean ours;
    private boolean error;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        WholeReply.walk(body, reader::member);
        if (reader.error) {
            throw WholeReply.error(body);
        }
        if (!reader.ours) {
            throw WholeReply.invalid("JSON that is not a generateContent reply");
        }
        return new ReplyFacts(reader.usage, reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // An answer cut off while thinking has no candidates, one to a blocked prompt has only the feedback.
            case "candidates", "promptFeedback", "responseId" -> ours = true;
            case "usageMetadata" -> {
                ours = true;
                usage = UsageCounts.read(value);
            }
            case "modelVersion" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "error" -> error = Json.present(value);
            default -> {}
        }
    }
}
