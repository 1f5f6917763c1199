package dev.mehari.fake;

import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.number;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completions of texts, as look-alikes of OpenAI still have them. */
final class OpenAiTexts {
    private static final Shape TOKENS = list(integer(0, 200_000), 1, 100_000);

    static final Shape COMPLETION = object().need("model", string())
            .need("prompt", either(string(), list(either(string(), integer(0, 200_000), TOKENS), 1, 2048)))
            .may(integer(0, Integer.MAX_VALUE), "max_tokens", "best_of")
            .may("n", integer(1, 128))
            .may("temperature", number(0, 2))
            .may("top_p", number(0, 1))
            .may(number(-2, 2), "frequency_penalty", "presence_penalty")
            .may("logit_bias", map())
            .may("logprobs", integer(0, 5))
            .may(bool(), "echo", "stream")
            .may(string(), "suffix", "user")
            .may("seed", integer(Long.MIN_VALUE, Long.MAX_VALUE))
            .may("stop", either(string(), list(string(), 1, 4)))
            .may("stream_options", object().may(bool(), "include_usage"));

    private OpenAiTexts() {}

    static void check(JsonNode body) {
        if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean()) {
            throw Problem.rule(
                    Path.ROOT.to("stream_options"),
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        if (body.hasNonNull("best_of")
                && body.path("best_of").asInt() < body.path("n").asInt(1)) {
            throw Problem.rule(
                    Path.ROOT.to("best_of"),
                    "You requested that the server return more choices than it will generate.");
        }
    }

    static JsonNode whole(Asked asked, Turn turn) {
        ObjectNode body = envelope(asked, turn.text(), finish(turn));
        if (turn.usageAt() != UsageAt.NOWHERE) {
            body.set("usage", OpenAiSpeech.usage(turn.usage()));
        }
        return body;
    }

    static List<Step.Piece> events(Asked asked, Turn turn) {
        List<Step.Piece> events = new ArrayList<>();
        for (String piece : turn.pieces()) {
            events.add(new Step.Event(
                    Step.Kind.TEXT, null, envelope(asked, piece, null).toString()));
        }
        events.add(new Step.Event(
                Step.Kind.FINISH, null, envelope(asked, "", finish(turn)).toString()));
        if (asked.usageAsked() && turn.usageAt() != UsageAt.NOWHERE) {
            ObjectNode last = envelope(asked, "", null);
            last.set("choices", Json.array());
            last.set("usage", OpenAiSpeech.usage(turn.usage()));
            events.add(new Step.Event(Step.Kind.USAGE, null, last.toString()));
        }
        events.add(OpenAiSpeech.DONE);
        return events;
    }

    private static String finish(Turn turn) {
        return turn.finish() == null ? "stop" : turn.finish();
    }

    private static ObjectNode envelope(Asked asked, String text, @Nullable String finish) {
        return Json.object(
                "id",
                "cmpl-fake" + asked.number(),
                "object",
                "text_completion",
                "created",
                1_793_000_000,
                "model",
                asked.model(),
                "choices",
                Json.array(Json.object("index", 0, "text", text, "logprobs", null, "finish_reason", finish)));
    }
}
