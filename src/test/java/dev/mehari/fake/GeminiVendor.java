package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gemini generateContent: paths, keys, errors and their words. */
final class GeminiVendor extends StrictVendor {
    private static final Pattern CALL =
            Pattern.compile("/v1(beta)?/models/([^/:?]+):(generateContent|streamGenerateContent|countTokens"
                    + "|embedContent|batchEmbedContents)");

    private final String key;

    GeminiVendor(String key) {
        this.key = key;
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (request.target().equals("/v1beta/models") && request.method().equals("GET")) {
            checkKey(request, "x-goog-api-key", key);
            JsonNode model = Json.object(
                    "name",
                    "models/gemini-2.5-flash",
                    "displayName",
                    "Gemini 2.5 Flash",
                    "inputTokenLimit",
                    1_048_576,
                    "outputTokenLimit",
                    65_536,
                    "supportedGenerationMethods",
                    Json.array("generateContent", "countTokens"));
            return json(200, Json.object("models", Json.array(model)));
        }
        Matcher call = CALL.matcher(request.target());
        if (call.matches()
                && call.group(3).equals("countTokens")
                && request.method().equals("POST")) {
            checkKey(request, "x-goog-api-key", key);
            checkModel(call.group(2));
            JsonNode within = Proto.get(body(request, GeminiShapes.COUNT), "generateContentRequest");
            String named = Proto.get(within, "model").asText();
            if (!within.isMissingNode() && !named.equals("models/" + call.group(2))) {
                throw bad("* CountTokensRequest.generate_content_request.model: " + named
                                + " is not the model of the path.")
                        .refusal();
            }
            return json(200, Json.object("totalTokens", 11, "cachedContentTokenCount", 0));
        }
        return null;
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        Matcher call = CALL.matcher(request.path());
        if (!request.method().equals("POST") || !call.matches()) {
            throw Failure.of(
                            404,
                            "NOT_FOUND",
                            "The requested URL " + request.path() + " was not found on this server for "
                                    + request.method() + ".")
                    .refusal();
        }
        boolean stream = call.group(3).equals("streamGenerateContent");
        boolean sse = request.query().equals("alt=sse");
        if (!request.query().isEmpty() && !(sse && stream)) {
            // A key here ends in access logs, so it is refused although the live API takes it.
            throw bad("Invalid query: only alt=sse is taken, and only for a stream.")
                    .refusal();
        }
        checkKey(request, "x-goog-api-key", key);
        String model = call.group(2);
        if (call.group(3).equals("embedContent") || call.group(3).equals("batchEmbedContents")) {
            return vectors(request, number, model, call.group(3).startsWith("batch"));
        }
        JsonNode body = body(request, GeminiShapes.GENERATE);
        checkModel(model);
        try {
            new GeminiRules(model).check(body);
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        JsonNode contents = Proto.get(body, "contents");
        boolean results = false;
        for (JsonNode part : Proto.get(contents.path(contents.size() - 1), "parts")) {
            results |= !Proto.get(part, "functionResponse").isMissingNode();
        }
        return new Asked(number, model, stream, takesTools(body), results, true, sse);
    }

    private Asked vectors(SeenRequest request, int number, String model, boolean batch) {
        JsonNode body = body(request, batch ? GeminiVectors.BATCH : GeminiVectors.EMBED);
        checkModel(model);
        try {
            GeminiVectors.check(body, model);
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        return new Asked(number, model, json(200, GeminiVectors.answer(body)));
    }

    private static boolean takesTools(JsonNode body) {
        JsonNode config = Proto.get(Proto.get(body, "toolConfig"), "functionCallingConfig");
        boolean declared = false;
        for (JsonNode tool : Proto.get(body, "tools")) {
            declared |= !Proto.get(tool, "functionDeclarations").isEmpty();
        }
        return declared && !Proto.get(config, "mode").asText().equals("NONE");
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        GeminiSpeech speech = new GeminiSpeech(asked, turn);
        if (!asked.stream()) {
            return json(200, speech.whole());
        }
        // The live API ends the lines of its streams with CRLF.
        return asked.sse()
                ? Reply.stream("text/event-stream", speech.events()).wire(wire -> wire.framing(SseFraming.CRLF))
                : Reply.stream("application/json; charset=UTF-8", speech.array());
    }

    private static Reply json(int status, JsonNode body) {
        return OpenAiPlatform.json(status, body)
                .headers(headers -> headers.with("content-type", "application/json; charset=UTF-8"));
    }

    @Override
    public Reply fail(Failure failure) {
        return json(failure.status(), error(failure));
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        String error = error(failure).toString();
        return asked.sse()
                ? new Step.Event(Step.Kind.OTHER, null, error)
                : GeminiSpeech.element(Step.Kind.OTHER, (before == 0 ? "[" : ",\r\n") + error + "\r\n]\r\n");
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return asked.sse() ? List.of() : List.of(GeminiSpeech.CLOSE);
    }

    @Override
    public Headers headers(int number) {
        return Headers.NONE
                .plus("vary", "Origin")
                .plus("vary", "X-Origin")
                .plus("server", "scaffolding on HTTPServer2")
                .plus("x-content-type-options", "nosniff")
                .plus("server-timing", "gfet4t7; dur=" + (100 + number));
    }

    private static JsonNode error(Failure failure) {
        ObjectNode error = Json.object(
                "code",
                failure.status(),
                "message",
                failure.message(),
                "status",
                "API_KEY_INVALID".equals(failure.code())
                        ? "INVALID_ARGUMENT"
                        : failure.codeOr(status(failure.status())));
        if ("API_KEY_INVALID".equals(failure.code())) {
            error.set(
                    "details",
                    Json.array(Json.object(
                            "@type",
                            "type.googleapis.com/google.rpc.ErrorInfo",
                            "reason",
                            "API_KEY_INVALID",
                            "domain",
                            "googleapis.com")));
        }
        java.time.Duration retryIn = failure.retryIn();
        if (retryIn != null) {
            String delay = java.math.BigDecimal.valueOf(retryIn.toMillis(), 3)
                    .stripTrailingZeros()
                    .toPlainString();
            error.set(
                    "details",
                    Json.array(Json.object(
                            "@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay", delay + "s")));
        }
        return Json.object("error", error);
    }

    private static String status(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
        };
    }

    @Override
    Failure bad(String message) {
        return Failure.of(400, "INVALID_ARGUMENT", message);
    }

    @Override
    Failure noKey() {
        return Failure.of(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established"
                        + " identity). Please use API Key or other form of API consumer identity to call this API.");
    }

    @Override
    Failure wrongKey(String given) {
        return Failure.of(400, "API_KEY_INVALID", "API key not valid. Please pass a valid API key.");
    }

    @Override
    Failure unknownModel(String model) {
        return Failure.of(
                404,
                "NOT_FOUND",
                "models/" + model + " is not found for API version v1beta, or is not supported"
                        + " for generateContent. Call ListModels to see the list of available models and their supported methods.");
    }

    @Override
    Failure worded(Problem problem) {
        String at = Proto.snake(problem.path().indexed());
        String limit = problem.detail();
        return bad(
                switch (problem.kind()) {
                    case UNKNOWN ->
                        "Invalid JSON payload received. Unknown name \"" + limit + "\""
                                + (problem.path().up().indexed().isEmpty()
                                        ? ""
                                        : " at '"
                                                + Proto.snake(
                                                        problem.path().up().indexed()) + "'")
                                + ": Cannot find field.";
                    case MISSING -> "* GenerateContentRequest." + at + ": " + Proto.snake(limit) + " is not specified";
                    case TYPE -> "Invalid value at '" + at + "', expected " + limit + ", found " + problem.found();
                    case VALUE -> "Invalid value at '" + at + "', \"" + problem.found() + "\"";
                    case ABOVE, BELOW ->
                        "* GenerateContentRequest." + at + ": " + problem.found() + " is out of range; limit " + limit;
                    case PATTERN, TOO_LONG, TOO_SHORT ->
                        "* GenerateContentRequest." + at + ": invalid value; needs " + limit;
                    case TOO_MANY, TOO_FEW ->
                        "* GenerateContentRequest." + at + ": " + problem.found() + " entries; the limit is " + limit;
                    case RULE -> limit;
                });
    }
}
