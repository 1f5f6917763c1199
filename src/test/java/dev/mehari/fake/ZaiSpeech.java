package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.List;

/** A turn as GLM sends it: no {@code object} on chunks, the role in each of them, tool calls whole, usage always. */
final class ZaiSpeech {
    private static final int CREATED = 1_793_000_000;

    private final Asked asked;
    private final Turn turn;
    private final List<Step> events = new ArrayList<>();

    ZaiSpeech(Asked asked, Turn turn) {
        this.asked = asked;
        this.turn = turn;
    }

    JsonNode whole() {
        ObjectNode message = Json.object("role", "assistant", "content", turn.text());
        if (!turn.reasoning().isEmpty()) {
            message.put("reasoning_content", turn.reasoning());
        }
        if (!turn.calls().isEmpty()) {
            message.set("tool_calls", calls());
        }
        ObjectNode body = envelope(Json.object("finish_reason", finish(), "index", 0, "message", message));
        if (turn.usageAt() != UsageAt.NOWHERE) {
            body.set("usage", usage(turn.usage()));
        }
        return body;
    }

    List<Step> events() {
        for (String piece : Turn.words(turn.reasoning())) {
            delta(Step.Kind.TEXT, Json.object("role", "assistant", "reasoning_content", piece));
        }
        for (String piece : turn.pieces()) {
            delta(Step.Kind.TEXT, Json.object("role", "assistant", "content", piece));
        }
        if (!turn.calls().isEmpty()) {
            delta(Step.Kind.OTHER, Json.object("role", "assistant", "tool_calls", calls()));
        }
        ObjectNode last = envelope(Json.object(
                "index", 0, "finish_reason", finish(), "delta", Json.object("role", "assistant", "content", "")));
        if (turn.usageAt() == UsageAt.VENDOR
                || turn.usageAt() == UsageAt.EVERY
                || turn.usageAt() == UsageAt.WITH_FINISH) {
            last.set("usage", usage(turn.usage()));
        }
        events.add(new Step.Event(Step.Kind.FINISH, null, last.toString()));
        if (turn.usageAt() == UsageAt.WITHOUT_CHOICES) {
            ObjectNode usage = envelope(Json.object()).without("choices");
            usage.set("usage", usage(turn.usage()));
            events.add(new Step.Event(Step.Kind.USAGE, null, usage.toString()));
        }
        events.add(OpenAiSpeech.DONE);
        return events;
    }

    private void delta(Step.Kind kind, ObjectNode delta) {
        ObjectNode chunk = envelope(Json.object("index", 0, "delta", delta));
        boolean first = events.isEmpty() && turn.usageAt() == UsageAt.FIRST;
        if (first || turn.usageAt() == UsageAt.EVERY) {
            chunk.set("usage", usage(first ? turn.usage() : OpenAiSpeech.partial(turn.usage(), events.size() + 1)));
        }
        events.add(new Step.Event(kind, null, chunk.toString()));
    }

    private JsonNode calls() {
        List<JsonNode> calls = new ArrayList<>();
        for (int i = 0; i < turn.calls().size(); i++) {
            ToolCall call = turn.calls().get(i);
            calls.add(Json.object(
                    "id",
                    call.idOr("call_-" + asked.number() + i),
                    "index",
                    i,
                    "type",
                    "function",
                    "function",
                    Json.object("name", call.name(), "arguments", call.arguments())));
        }
        return Json.array(calls);
    }

    private ObjectNode envelope(ObjectNode choice) {
        String id = "20261101120000" + asked.number();
        return Json.object(
                "id", id, "request_id", id, "created", CREATED, "model", asked.model(), "choices", Json.array(choice));
    }

    private String finish() {
        if (turn.finish() != null) {
            return turn.finish();
        }
        return turn.calls().isEmpty() ? "stop" : "tool_calls";
    }

    private static ObjectNode usage(Usage usage) {
        long prompt = usage.input() + usage.cachedInput() + usage.cacheCreation() + usage.cacheCreationLong();
        long completion = usage.output() + usage.reasoning();
        ObjectNode figures = Json.object(
                "prompt_tokens",
                prompt,
                "completion_tokens",
                completion,
                "total_tokens",
                prompt + completion,
                "prompt_tokens_details",
                Json.object("cached_tokens", usage.cachedInput()));
        if (usage.reasoning() > 0) {
            figures.set("completion_tokens_details", Json.object("reasoning_tokens", usage.reasoning()));
        }
        return figures;
    }
}
