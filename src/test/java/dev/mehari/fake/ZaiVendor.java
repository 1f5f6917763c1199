package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Z.AI's GLM chat completions: paths, keys, errors and their numbers. */
final class ZaiVendor extends StrictVendor {
    private static final Pattern KNOWS_EFFORT = Pattern.compile("glm-5\\.[2-9].*");
    private static final Pattern SHORT_OUTPUT = Pattern.compile("glm-4\\.5.*");

    private final String key;

    ZaiVendor(String key) {
        this.key = key;
        knowModels("glm-5.3", "glm-5.2", "glm-5.1", "glm-4.7", "glm-4.6", "glm-4.5", "glm-4.5-air");
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (!request.target().equals("/api/paas/v4/models") || !request.method().equals("GET")) {
            return null;
        }
        checkKey(request, "authorization", "Bearer " + key);
        JsonNode model = Json.object("id", "glm-5.2", "object", "model", "created", 1_770_000_000, "owned_by", "z-ai");
        return OpenAiPlatform.json(200, Json.object("object", "list", "data", Json.array(model)));
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        if (!request.target().equals("/api/paas/v4/chat/completions")) {
            throw Failure.of(404, "1222", "API does not exist: " + request.target())
                    .refusal();
        }
        if (!request.method().equals("POST")) {
            throw Failure.of(405, "1212", "Method " + request.method() + " is not supported")
                    .refusal();
        }
        checkKey(request, "authorization", "Bearer " + key);
        JsonNode body = body(request, ZaiShapes.CHAT);
        String model = body.path("model").asText();
        checkModel(model);
        check(body, model);
        JsonNode messages = body.path("messages");
        return new Asked(
                number,
                model,
                body.path("stream").asBoolean(),
                body.path("tools").findValuesAsText("type").contains("function"),
                messages.path(messages.size() - 1).path("role").asText().equals("tool"),
                true,
                true);
    }

    private void check(JsonNode body, String model) {
        if (body.hasNonNull("tool_stream") && !body.path("stream").asBoolean()) {
            throw bad("tool_stream needs stream").refusal();
        }
        if (body.hasNonNull("reasoning_effort") && !KNOWS_EFFORT.matcher(model).matches()) {
            throw bad("reasoning_effort is not supported by " + model).refusal();
        }
        if (body.hasNonNull("tool_choice") && !body.hasNonNull("tools")) {
            throw bad("tool_choice needs tools").refusal();
        }
        if (SHORT_OUTPUT.matcher(model).matches() && body.path("max_tokens").asLong() > 98_304) {
            throw bad("max_tokens is above 98304").refusal();
        }
        boolean asked = false;
        for (JsonNode message : body.path("messages")) {
            JsonNode content = message.path("content");
            boolean empty = content.isTextual() ? content.asText().isBlank() : content.isEmpty();
            asked |= message.path("role").asText().equals("user") && !empty;
        }
        if (!asked) {
            throw Failure.of(400, "1214", "messages parameter is illegal: no user message with content")
                    .refusal();
        }
        try {
            OpenAiRules.conversation(body.path("messages"));
        } catch (Problem problem) {
            throw Failure.of(400, "1214", "messages parameter is illegal: " + problem.detail())
                    .refusal();
        }
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        ZaiSpeech speech = new ZaiSpeech(asked, turn);
        return asked.stream()
                ? Reply.stream("text/event-stream;charset=UTF-8", speech.events())
                : OpenAiPlatform.json(200, speech.whole())
                        .headers(headers -> headers.with("content-type", "application/json; charset=UTF-8"));
    }

    @Override
    public Reply fail(Failure failure) {
        return OpenAiPlatform.json(failure.status(), error(failure));
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        return new Step.Event(Step.Kind.OTHER, null, error(failure).toString());
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return List.of(OpenAiSpeech.DONE);
    }

    @Override
    public Headers headers(int number) {
        return Headers.NONE
                .plus("x-log-id", "2026110112000000" + number)
                .plus("vary", "Origin")
                .plus("strict-transport-security", "max-age=31536000; includeSubDomains");
    }

    private static JsonNode error(Failure failure) {
        return Json.object(
                "error", Json.object("code", failure.codeOr(code(failure.status())), "message", failure.message()));
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "1000";
            case 403 -> "1220";
            case 404 -> "1211";
            case 429 -> "1302";
            default -> status >= 500 ? "500" : "1210";
        };
    }

    @Override
    Failure bad(String message) {
        return Failure.of(400, "1210", "API call parameter error: " + message);
    }

    @Override
    Failure noKey() {
        return Failure.of(401, "1001", "Authentication parameter not received in Header");
    }

    @Override
    Failure wrongKey(String given) {
        return Failure.of(401, "1000", "Authentication Failed");
    }

    @Override
    Failure unknownModel(String model) {
        return Failure.of(400, "1211", "Unknown Model, please check the model code.");
    }

    @Override
    Failure worded(Problem problem) {
        String at = problem.path().indexed();
        return switch (problem.kind()) {
            case MISSING -> Failure.at(at, 400, "1213", "The " + at + " parameter was not received properly.");
            case UNKNOWN -> Failure.at(at, 400, "1210", "API call parameter error: unknown parameter " + at);
            case RULE -> Failure.at(at, 400, "1210", problem.detail());
            default ->
                Failure.at(
                        at,
                        400,
                        "1214",
                        "The " + at + " parameter is illegal: expected " + problem.detail() + ", found "
                                + problem.found());
        };
    }
}
