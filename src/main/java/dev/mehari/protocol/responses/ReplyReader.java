package dev.mehari.protocol.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.ReplyFacts;
import java.io.IOException;

/** Reads a whole response. */
final class ReplyReader extends FactsReader {
    private boolean output;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        reader.walk(body, "a response");
        return reader.facts();
    }

    @Override
    protected boolean ours() {
        return output;
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // One that runs in the background has none yet, but an empty list of it.
            case "output" -> output = value.currentToken() == JsonToken.START_ARRAY;
            case "usage" -> usage(UsageReader.read(value));
            case "model" -> model(value);
            case "error" -> failedIf(value);
            case "status" -> failedIf("failed".equals(value.getText()));
            case "object" -> failedIf("error".equals(value.getText()));
            default -> {}
        }
    }
}
