package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** OpenAI chat completions: paths, keys, errors and their words. */
final class OpenAiVendor extends StrictVendor {
    private final String key;
    private volatile Shape shape = OpenAiShapes.CHAT;
    private volatile boolean modelRules = true;

    OpenAiVendor(String key) {
        this.key = key;
    }

    void compatible() {
        shape = OpenAiShapes.COMPATIBLE;
        modelRules = false;
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (!request.path().equals("/v1/models") || !request.method().equals("GET")) {
            return null;
        }
        checkKey(request, "authorization", "Bearer " + key);
        return json(
                200,
                Json.object(
                        "object",
                        "list",
                        "data",
                        Json.array(Json.object(
                                "id", "gpt-4.1", "object", "model", "created", 1_700_000_000, "owned_by", "system"))));
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        boolean chat = request.target().equals("/v1/chat/completions");
        boolean vectors = request.target().equals("/v1/embeddings");
        // OpenAI itself has shut down the last model that took one.
        boolean text = request.target().equals("/v1/completions") && !modelRules;
        if (!chat && !vectors && !text) {
            throw Failure.of(404, null, "Invalid URL (" + request.method() + " " + request.target() + ")")
                    .refusal();
        }
        if (!request.method().equals("POST")) {
            throw Failure.of(
                            405,
                            "method_not_supported",
                            "Not allowed to " + request.method() + " on " + request.path()
                                    + ". (HINT: Perhaps you meant to use a different HTTP method?)")
                    .refusal();
        }
        checkKey(request, "authorization", "Bearer " + key);
        return chat ? chat(request, number) : vectors ? vectors(request, number) : text(request, number);
    }

    private Asked vectors(SeenRequest request, int number) {
        JsonNode body = body(request, OpenAiVectors.EMBEDDINGS);
        String model = model(body, OpenAiVectors::check);
        return new Asked(number, model, json(200, OpenAiVectors.answer(body)));
    }

    private Asked text(SeenRequest request, int number) {
        JsonNode body = body(request, OpenAiTexts.COMPLETION);
        boolean usage = body.path("stream_options").path("include_usage").asBoolean();
        boolean stream = body.path("stream").asBoolean();
        return new Asked(number, model(body, OpenAiTexts::check), stream, false, false, usage, true, true, null);
    }

    private String model(JsonNode body, Consumer<JsonNode> rules) {
        try {
            rules.accept(body);
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        String model = body.path("model").asText();
        checkModel(model);
        return model;
    }

    private Asked chat(SeenRequest request, int number) {
        JsonNode body = body(request, shape);
        String model = model(body, OpenAiRules::check);
        if (modelRules) {
            OpenAiRules.model(body);
        }
        JsonNode messages = body.path("messages");
        return new Asked(
                number,
                model,
                body.path("stream").asBoolean(),
                body.path("tools").size() > 0
                        && !body.path("tool_choice").asText().equals("none"),
                messages.path(messages.size() - 1).path("role").asText().equals("tool"),
                body.path("stream_options").path("include_usage").asBoolean(),
                true);
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        if (asked.text()) {
            return asked.stream()
                    ? Reply.stream("text/event-stream; charset=utf-8", OpenAiTexts.events(asked, turn))
                    : json(200, OpenAiTexts.whole(asked, turn));
        }
        OpenAiSpeech speech = new OpenAiSpeech(asked, turn);
        return asked.stream()
                ? Reply.stream("text/event-stream; charset=utf-8", speech.events())
                : json(200, speech.whole());
    }

    @Override
    public Reply fail(Failure failure) {
        return json(failure.status(), OpenAiErrors.body(failure));
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, boolean first) {
        return new Step.Event(Step.Kind.OTHER, null, OpenAiErrors.body(failure).toString());
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return List.of(OpenAiSpeech.DONE);
    }

    @Override
    public Headers headers(int number) {
        return Headers.NONE
                .plus("x-request-id", "req_openai_" + number)
                .plus("openai-processing-ms", "12")
                .plus("openai-version", "2020-10-01")
                .plus("x-ratelimit-limit-requests", "10000")
                .plus("x-ratelimit-remaining-requests", "9999")
                .plus("x-ratelimit-reset-requests", "6ms")
                .plus("x-ratelimit-limit-tokens", "2000000")
                .plus("x-ratelimit-remaining-tokens", "1999000")
                .plus("x-ratelimit-reset-tokens", "30ms");
    }

    static Reply json(int status, JsonNode body) {
        return Reply.of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Failure bad(String message) {
        return Failure.of(400, null, message);
    }

    @Override
    Failure noKey() {
        return Failure.of(
                401,
                null,
                "You didn't provide an API key. You need to provide your API key in an Authorization"
                        + " header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
    }

    @Override
    Failure wrongKey(String given) {
        return Failure.of(
                401,
                "invalid_api_key",
                "Incorrect API key provided. You can find your API key at"
                        + " https://platform.openai.com/account/api-keys.");
    }

    @Override
    Failure unknownModel(String model) {
        return Failure.at(
                "model",
                404,
                "model_not_found",
                "The model `" + model + "` does not exist or you do not have access to it.");
    }

    @Override
    Failure worded(Problem problem) {
        return OpenAiErrors.worded(problem);
    }
}
