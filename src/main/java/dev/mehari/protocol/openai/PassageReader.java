package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.embedding.EmbeddingRequest;
import dev.mehari.protocol.embedding.Passage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a caller wants vectors of. */
final class PassageReader {
    private PassageReader() {}

    static EmbeddingRequest read(JsonNode json, Losses losses) {
        Fields body = Fields.of(json, "");
        body.ignore("model");
        Given<Integer> dimensions = body.integer("dimensions");
        if (dimensions != null && dimensions.value() < 1) {
            throw Fields.wrong("dimensions", "at least 1");
        }
        String format = body.text("encoding_format");
        if (format != null && !format.equals("float") && !format.equals(OpenAiEmbeddings.PACKED)) {
            throw Fields.wrong("encoding_format", "\"float\" or \"base64\"");
        }
        List<Passage> passages = passages(body.need("input"), dimensions);
        String user = body.text("user");
        body.loseRest(losses);
        return new EmbeddingRequest(passages, user == null ? null : new Given<>(user, "user"), "input");
    }

    /** One text is the same as a list of one. */
    private static List<Passage> passages(JsonNode input, @Nullable Given<Integer> dimensions) {
        List<Passage> passages = new ArrayList<>();
        if (input.isTextual()) {
            passages.add(new Passage(input.textValue(), null, null, dimensions, "input"));
        } else if (!input.isArray() || input.isEmpty()) {
            throw Fields.wrong("input", "a string, or an array of at least one");
        }
        for (JsonNode text : input) {
            String at = "input[" + passages.size() + "]";
            if (text.isIntegralNumber() || text.isArray()) {
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_VALUE,
                        "\"input\" holds tokens, which only the tokenizer they are from can read; the target of this"
                                + " model takes text",
                        "input");
            }
            if (!text.isTextual()) {
                throw Fields.wrong(at, "a string");
            }
            passages.add(new Passage(text.textValue(), null, null, dimensions, at));
        }
        return passages;
    }
}
