package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
        if (!request.target().equals("/v1/chat/completions")) {
            throw noSuchPath(request);
        }
        checkPost(request);
        checkKey(request);
        JsonNode body = body(request, shape);
        try {
            OpenAiRules.check(body);
            if (wantsReasoning) {
                OpenAiRules.thought(body.path("messages"));
            }
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        String model = body.path("model").asText();
        checkModel(model);
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
