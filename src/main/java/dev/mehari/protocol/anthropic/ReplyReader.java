package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.ReplyFacts;
import java.io.IOException;

/** Reads a whole message. */
final class ReplyReader extends FactsReader {
    private final UsageReader counts = new UsageReader();
    private boolean message = true;
    private boolean content;
    private boolean says;
    private boolean stopped;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        reader.walk(body, "a message");
        return reader.facts();
    }

    @Override
    protected boolean ours() {
        return message && content && (says || stopped);
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // A model that has nothing to say gives no blocks, but a stop reason.
            case "content" -> {
                content = value.currentToken() == JsonToken.START_ARRAY;
                says = Json.present(value);
            }
            case "stop_reason" -> stopped = Json.present(value);
            case "usage" -> {
                counts.read(value);
                usage(counts.toUsage());
            }
            case "model" -> model(value);
            case "type" -> {
                String type = value.getText();
                failedIf("error".equals(type));
                message = "message".equals(type);
            }
            case "error" -> failedIf(value);
            default -> {}
        }
    }
}
