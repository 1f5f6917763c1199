package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** OpenAI chat completions: its path, and what it says. */
final class OpenAiVendor extends OpenAiPlatform {
    private volatile Shape shape = OpenAiShapes.CHAT;
    private volatile boolean modelRules = true;
    private volatile boolean wantsReasoning;

    OpenAiVendor(String key) {
        super(key);
    }

    void compatible() {
        shape = OpenAiShapes.COMPATIBLE;
        modelRules = false;
    }

    void wantReasoning() {
        wantsReasoning = true;
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (request.target().equals("/v1/responses/input_tokens")) {
            checkPost(request);
            checkKey(request);
            checkModel(body(request, ResponsesShapes.COUNTED).path("model").asText());
            return json(200, Json.object("object", "response.input_tokens", "input_tokens", 11));
        }
        if (!request.path().equals("/v1/models") || !request.method().equals("GET")) {
            return null;
        }
        checkKey(request);
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
            throw noSuchPath(request);
        }
        checkPost(request);
        checkKey(request);
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
        return new Asked(number, model(body, OpenAiTexts::check), stream, false, false, usage, true, body, true, null);
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

    private void rules(JsonNode body) {
        OpenAiRules.check(body);
        if (wantsReasoning) {
            OpenAiRules.thought(body.path("messages"));
        }
    }

    private Asked chat(SeenRequest request, int number) {
        JsonNode body = body(request, shape);
        String model = model(body, this::rules);
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
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        return new Step.Event(Step.Kind.OTHER, null, OpenAiErrors.body(failure).toString());
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return List.of(OpenAiSpeech.DONE);
    }
}
