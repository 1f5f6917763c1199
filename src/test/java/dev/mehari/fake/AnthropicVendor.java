package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Anthropic messages: paths, keys, versions, errors and their words. */
final class AnthropicVendor extends StrictVendor {
    private static final String NEWER = "2026-10-21";
    private static final Set<String> VERSIONS = Set.of("2023-06-01", NEWER);

    private final String key;
    private final String prefix;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean merges;

    AnthropicVendor(String key, String prefix) {
        this.key = key;
        this.prefix = prefix;
    }

    void mergesTurns() {
        merges = true;
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (request.path().equals(prefix + "/v1/messages/count_tokens")
                && request.method().equals("POST")) {
            boolean newer = checkHeaders(request).equals(NEWER);
            Shapes.Fields shape = AnthropicShapes.COUNTED;
            JsonNode body = checked(request, beta(request) ? AnthropicShapes.withBeta(shape) : shape, newer);
            checkModel(body.path("model").asText());
            return OpenAiPlatform.json(200, Json.object("input_tokens", 11));
        }
        if (request.path().equals(prefix + "/v1/models") && request.method().equals("GET")) {
            checkHeaders(request);
            JsonNode model = Json.object(
                    "id",
                    "claude-haiku-4-5",
                    "type",
                    "model",
                    "display_name",
                    "Claude Haiku 4.5",
                    "created_at",
                    "2025-10-01T00:00:00Z");
            return OpenAiPlatform.json(
                    200,
                    Json.object(
                            "data",
                            Json.array(model),
                            "has_more",
                            false,
                            "first_id",
                            "claude-haiku-4-5",
                            "last_id",
                            "claude-haiku-4-5"));
        }
        return null;
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        boolean query = !request.query().isEmpty() && !request.query().equals("beta=true");
        if (!request.path().equals(prefix + "/v1/messages") || query) {
            throw Failure.of(404, "not_found_error", "Not found: " + request.target())
                    .refusal();
        }
        if (!request.method().equals("POST")) {
            throw Failure.of(405, "invalid_request_error", "Method Not Allowed").refusal();
        }
        String version = checkHeaders(request);
        Shapes.Fields shape = version.equals(NEWER) ? AnthropicShapes.NEWER : AnthropicShapes.OLDER;
        JsonNode body =
                checked(request, beta(request) ? AnthropicShapes.withBeta(shape) : shape, version.equals(NEWER));
        String model = body.path("model").asText();
        checkModel(model);
        JsonNode messages = body.path("messages");
        boolean results = messages.path(messages.size() - 1)
                .path("content")
                .findValuesAsText("type")
                .contains("tool_result");
        return new Asked(
                number,
                model,
                body.path("stream").asBoolean(),
                body.path("tools").size() > 0
                        && !body.path("tool_choice").path("type").asText().equals("none"),
                results,
                true,
                true);
    }

    private JsonNode checked(SeenRequest request, Shape shape, boolean newer) {
        JsonNode body = body(request, shape);
        try {
            new AnthropicRules(merges, newer).check(body);
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        return body;
    }

    private static boolean beta(SeenRequest request) {
        return request.query().equals("beta=true") || request.headers().has("anthropic-beta");
    }

    /** The version asked for, after the key was found good. */
    private String checkHeaders(SeenRequest request) {
        if (request.headers().has("x-api-key")) {
            checkKey(request, "x-api-key", key);
        } else {
            checkKey(request, "authorization", "Bearer " + key);
        }
        List<String> versions = request.headers().all("anthropic-version");
        if (versions.isEmpty()) {
            throw bad("anthropic-version: header is required").refusal();
        }
        if (versions.size() > 1 || !VERSIONS.contains(versions.getFirst())) {
            throw bad("anthropic-version: \"" + String.join(", ", versions) + "\" is not a valid version.")
                    .refusal();
        }
        return versions.getFirst();
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        AnthropicSpeech speech = new AnthropicSpeech(asked, turn);
        return asked.stream()
                ? Reply.stream("text/event-stream; charset=utf-8", speech.events())
                : OpenAiPlatform.json(200, speech.whole());
    }

    @Override
    public Reply fail(Failure failure) {
        return OpenAiPlatform.json(failure.status(), error(failure));
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        return new Step.Event(Step.Kind.OTHER, "error", error(failure).toString());
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return List.of(AnthropicSpeech.STOP);
    }

    @Override
    public Headers headers(int number) {
        return Headers.NONE
                .plus("request-id", "req_anthropic_" + number)
                .plus("anthropic-organization-id", "org-fake")
                .plus("anthropic-ratelimit-requests-limit", "1000")
                .plus("anthropic-ratelimit-requests-remaining", "999")
                .plus("anthropic-ratelimit-requests-reset", "2026-11-01T00:01:00Z")
                .plus("anthropic-ratelimit-input-tokens-limit", "400000")
                .plus("anthropic-ratelimit-input-tokens-remaining", "399000")
                .plus("anthropic-ratelimit-output-tokens-limit", "80000")
                .plus("anthropic-ratelimit-output-tokens-remaining", "79000");
    }

    private JsonNode error(Failure failure) {
        return Json.object(
                "type",
                "error",
                "error",
                Json.object("type", failure.codeOr(type(failure.status())), "message", failure.message()),
                "request_id",
                "req_anthropic_failure_" + failures.incrementAndGet());
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    @Override
    Failure bad(String message) {
        return Failure.of(400, "invalid_request_error", message);
    }

    @Override
    Failure noKey() {
        return Failure.of(401, "authentication_error", "x-api-key header is required");
    }

    @Override
    Failure wrongKey(String given) {
        return Failure.of(401, "authentication_error", "invalid x-api-key");
    }

    @Override
    Failure unknownModel(String model) {
        return Failure.of(404, "not_found_error", "model: " + model);
    }

    @Override
    Failure worded(Problem problem) {
        String at = problem.path().dotted() + ": ";
        String limit = problem.detail();
        return bad(
                switch (problem.kind()) {
                    case UNKNOWN -> at + "Extra inputs are not permitted";
                    case MISSING -> at + "Field required";
                    case TYPE -> at + "Input should be a valid " + limit.replaceFirst("^an? ", "");
                    case ABOVE -> at + "Input should be less than or equal to " + limit;
                    case BELOW -> at + "Input should be greater than or equal to " + limit;
                    case VALUE -> value(problem);
                    case PATTERN -> at + "String should match pattern '" + limit + "'";
                    case TOO_LONG -> at + "String should have at most " + limit + " characters";
                    case TOO_SHORT -> at + "String should have at least " + limit + " characters";
                    case TOO_MANY ->
                        at + "List should have at most " + limit + " items after validation, not " + problem.found();
                    case TOO_FEW ->
                        at + "List should have at least " + limit + " items after validation, not " + problem.found();
                    case RULE -> limit;
                });
    }

    private static String value(Problem problem) {
        String known = Arrays.stream(problem.detail().split(", ", -1))
                .map(value -> "'" + value + "'")
                .collect(Collectors.joining(", "));
        if (problem.path().name().equals("role")) {
            return "messages: Unexpected role \"" + problem.found()
                    + "\". Allowed roles are \"user\" or \"assistant\".";
        }
        if (problem.path().name().equals("type")) {
            return problem.path().up().dotted() + ": Input tag '" + problem.found()
                    + "' found using 'type' does not match any of the expected tags: " + known;
        }
        return problem.path().dotted() + ": Input should be " + known;
    }
}
