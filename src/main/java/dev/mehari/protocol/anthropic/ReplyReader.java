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
    private boolean message = true;
    private boolean content;
    private boolean says;
    private boolean stopped;
    private boolean error;

    private ReplyReader() {}

    static ReplyFacts read(byte[] body) {
        ReplyReader reader = new ReplyReader();
        WholeReply.walk(body, reader::member);
        if (reader.error) {
            throw WholeReply.error(body);
        }
        if (!reader.message || !reader.content || !(reader.says || reader.stopped)) {
            throw WholeReply.foreign(body, "JSON that is not a message");
        }
        return new ReplyFacts(reader.usage.toUsage(), reader.model);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            // A model that has nothing to say gives no blocks, but a stop reason.
            case "content" -> {
                content = value.currentToken() == JsonToken.START_ARRAY;
                says = Json.present(value);
            }
            case "stop_reason" -> stopped = Json.present(value);
            case "usage" -> usage.read(value);
            case "model" -> model = value.currentToken() == JsonToken.VALUE_STRING ? value.getText() : null;
            case "type" -> {
                String type = value.getText();
                error |= "error".equals(type);
                message = "message".equals(type);
            }
            case "error" -> error |= Json.present(value);
            default -> {}
        }
    }
}
