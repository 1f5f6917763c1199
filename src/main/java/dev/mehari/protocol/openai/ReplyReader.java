package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.protocol.FactsReader;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.ReplyFacts;
import java.io.IOException;

/** Reads a whole completion, of a chat or of a text. */
final class ReplyReader extends FactsReader {
    private boolean choices;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        reader.walk(body, "a chat completion");
        return reader.facts();
    }

    @Override
    protected boolean ours() {
        return choices;
    }

    @Override
    protected void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "choices" -> {
                choices = false;
                Json.array(value, this::choice);
            }
            case "usage" -> usage(UsageReader.read(value));
            case "model" -> model(value);
            case "error" -> failedIf(value);
            // vLLM puts the error at the top.
            case "object" -> failedIf("error".equals(value.getText()));
            default -> {}
        }
    }

    /** A message may have no content: a tool call, a refusal, or a model that had nothing to say. */
    private void choice(JsonParser value) throws IOException {
        Json.object(value, (name, member) -> {
            choices = true;
            switch (name) {
                case "finish_reason" -> failedIf(EventReader.FAILED.contains(member.getText()));
                case "error" -> failedIf(member);
                default -> {}
            }
        });
    }
}
