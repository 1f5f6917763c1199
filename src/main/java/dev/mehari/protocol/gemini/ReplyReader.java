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
        if (!reader.ours && !reader.thought()) {
            throw WholeReply.foreign(body, "JSON that is not a generateContent reply");
        }
        return new ReplyFacts(reader.usage, reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // The answer to a blocked prompt has only the feedback.
            case "candidates", "promptFeedback" -> ours |= Json.present(value);
            case "usageMetadata" -> usage = UsageCounts.read(value);
            case "modelVersion" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "error" -> error |= Json.present(value);
            default -> {}
        }
    }

    /** An answer that was cut off while the model thought may have no candidates; it was paid for all the same. */
    private boolean thought() {
        return usage != null && usage.output() + usage.reasoning() > 0;
    }
}
