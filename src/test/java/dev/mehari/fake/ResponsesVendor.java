package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** OpenAI's Responses: their paths, and what is kept of them. */
final class ResponsesVendor extends OpenAiPlatform {
    private static final String PATH = "/v1/responses";

    /** Ids of items that came of thinking, and the id of the thinking. */
    private final Map<String, String> thought = new ConcurrentHashMap<>();

    private final Map<String, ObjectNode> kept = new ConcurrentHashMap<>();
    private final Set<String> keptItems = ConcurrentHashMap.newKeySet();

    ResponsesVendor(String key) {
        super(key);
    }

    @Override
    public @Nullable Reply aside(SeenRequest request) {
        if (!request.path().startsWith(PATH + "/")) {
            return null;
        }
        checkKey(request);
        String rest = request.path().substring(PATH.length() + 1);
        if (rest.equals("input_tokens")) {
            checkPost(request);
            body(request, ResponsesShapes.COUNTED);
            return json(200, Json.object("object", "response.input_tokens", "input_tokens", 11));
        }
        String id = rest.split("/", 2)[0];
        ObjectNode response = kept.get(id);
        if (response == null) {
            throw Failure.of(404, null, "Response with id '" + id + "' not found.")
                    .refusal();
        }
        if (rest.endsWith("/cancel")) {
            throw bad("Cannot cancel a synchronous response.").refusal();
        }
        if (request.method().equals("DELETE")) {
            kept.remove(id);
            return json(200, Json.object("id", id, "object", "response", "deleted", true));
        }
        return json(200, response);
    }

    @Override
    public Asked accept(SeenRequest request, int number) {
        if (!request.target().equals(PATH)) {
            throw noSuchPath(request);
        }
        checkPost(request);
        checkKey(request);
        JsonNode body = body(request, ResponsesShapes.RESPONSE);
        String model = body.path("model").asText();
        checkModel(model);
        try {
            ResponsesRules.check(body);
            ResponsesRules.model(body);
            new ResponsesHistory(body.path("input"), remembered(body), thought, keptItems).check();
        } catch (Problem problem) {
            throw worded(problem).refusal();
        }
        JsonNode input = body.path("input");
        return new Asked(
                number,
                model,
                body.path("stream").asBoolean(),
                !body.path("tools").isEmpty()
                        && !body.path("tool_choice").asText().equals("none"),
                input.path(input.size() - 1).path("type").asText().endsWith("_output"),
                true,
                true,
                body);
    }

    private boolean remembered(JsonNode body) {
        String before = body.path("previous_response_id").asText("");
        if (!before.isEmpty() && !kept.containsKey(before)) {
            throw Failure.at(
                            "previous_response_id",
                            400,
                            "previous_response_not_found",
                            "Previous response with id '" + before + "' not found.")
                    .refusal();
        }
        return !before.isEmpty() || body.hasNonNull("conversation");
    }

    @Override
    public Reply say(Asked asked, Turn turn) {
        ResponsesSpeech speech = new ResponsesSpeech(asked, turn);
        thought.putAll(speech.thought());
        ObjectNode whole = speech.whole();
        if (asked.body().path("store").asBoolean(true)) {
            kept.put(whole.path("id").asText(), whole);
            whole.path("output").forEach(item -> keptItems.add(item.path("id").asText()));
        }
        return asked.stream() ? Reply.stream("text/event-stream; charset=utf-8", speech.events()) : json(200, whole);
    }

    @Override
    public Step.Piece failEvent(Asked asked, Failure failure, int before) {
        return ResponsesSpeech.failed(asked, failure, before);
    }

    @Override
    public List<Step.Piece> terminator(Asked asked) {
        return List.of(new ResponsesSpeech(asked, Turn.saying("")).last());
    }
}
