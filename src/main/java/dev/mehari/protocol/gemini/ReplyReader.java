package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.ReplyFacts;
import java.io.IOException;

/** Reads a whole generateContent reply. */
final class ReplyReader extends FactsReader {
    private boolean ours;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        reader.walk(body, "a generateContent reply");
        return reader.facts();
    }

    @Override
    protected boolean ours() {
        return ours || thought();
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // The answer to a blocked prompt has only the feedback.
            case "candidates", "promptFeedback" -> ours |= Json.present(value);
            case "usageMetadata" -> usage(UsageReader.read(value));
            case "modelVersion" -> model(value);
            case "error" -> failedIf(value);
            default -> {}
        }
    }

    /** An answer that was cut off while the model thought may have no candidates; it was paid for all the same. */
    private boolean thought() {
        Usage used = usage();
        return used != null && used.allOutput() > 0;
    }
}
