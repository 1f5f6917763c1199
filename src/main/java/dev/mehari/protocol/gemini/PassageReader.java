package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.embedding.EmbeddingRequest;
import dev.mehari.protocol.embedding.Passage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a caller wants vectors of; member names in camel case and in snake case. */
final class PassageReader {
    private final Losses losses;

    PassageReader(Losses losses) {
        this.losses = losses;
    }

    EmbeddingRequest read(JsonNode body, boolean batch) {
        Fields in = Fields.camel(body, "");
        if (!batch) {
            return new EmbeddingRequest(List.of(passage(in)), null, in.at("content"));
        }
        in.ignore("model");
        List<Passage> passages =
                Repeated.objects(in, "requests").stream().map(this::passage).toList();
        if (passages.isEmpty()) {
            throw Fields.wrong("requests", "an array of at least one request");
        }
        in.loseRest(losses);
        return new EmbeddingRequest(passages, null, "requests");
    }

    private Passage passage(Fields in) {
        in.ignore("model");
        in.need("content");
        Fields content = Fields.camel(in.need("content"), in.at("content"));
        // The newer of two places for the same settings.
        Fields config = in.object("embedContentConfig");
        Passage passage = new Passage(
                text(content),
                text(in, config, "taskType"),
                text(in, config, "title"),
                dimensions(in, config),
                in.path().isEmpty() ? "content" : in.path());
        in.loseRest(losses);
        if (config != null) {
            config.loseRest(losses);
        }
        return passage;
    }

    private String text(Fields content) {
        content.ignore("role");
        List<String> texts = new ArrayList<>();
        for (Fields part : Repeated.objects(content, "parts")) {
            String text = part.text("text");
            if (text == null) {
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_CONTENT,
                        "the target of this model makes vectors of texts only, and \"" + part.path() + "\" is none",
                        part.path());
            }
            texts.add(text);
            part.loseRest(losses);
        }
        if (texts.isEmpty()) {
            throw Fields.wrong(content.at("parts"), "an array of at least one part");
        }
        if (texts.size() > 1) {
            losses.add(content.at("parts"), Loss.Action.APPROXIMATED);
        }
        content.loseRest(losses);
        return String.join("\n", texts);
    }

    private static @Nullable Given<String> text(Fields in, @Nullable Fields config, String name) {
        for (Fields place : places(in, config)) {
            String text = place.text(name);
            if (text != null && !text.isEmpty()) {
                return new Given<>(text, place.at(name));
            }
        }
        return null;
    }

    private static @Nullable Given<Integer> dimensions(Fields in, @Nullable Fields config) {
        for (Fields place : places(in, config)) {
            Given<Integer> number = place.integer("outputDimensionality");
            if (number != null && number.value() < 1) {
                throw Fields.wrong(number.at(), "at least 1");
            }
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    private static List<Fields> places(Fields in, @Nullable Fields config) {
        return config == null ? List.of(in) : List.of(config, in);
    }
}
