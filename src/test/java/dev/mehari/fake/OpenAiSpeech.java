package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.List;

/** A turn as OpenAI sends it: one completion, or the chunks of one. */
final class OpenAiSpeech {
    static final Step.Event DONE = new Step.Event(Step.Kind.TERMINATOR, null, "[DONE]");
    private static final int CREATED = 1_793_000_000;

    private final Asked asked;
    private final Turn turn;
    private final List<Step.Piece> events = new ArrayList<>();

    OpenAiSpeech(Asked asked, Turn turn) {
        this.asked = asked;
        this.turn = turn;
    }

    JsonNode whole() {
        ObjectNode message = Json.object(
                "role",
                "assistant",
                "content",
                turn.pieces().isEmpty() ? null : turn.text(),
                "refusal",
                null,
                "annotations",
                Json.array());
        if (!turn.reasoning().isEmpty()) {
            message.put("reasoning_content", turn.reasoning());
        }
        if (!turn.calls().isEmpty()) {
            List<JsonNode> calls = new ArrayList<>();
            for (int i = 0; i < turn.calls().size(); i++) {
                calls.add(call(i, turn.calls().get(i).arguments()));
            }
            message.set("tool_calls", Json.array(calls));
        }
        ObjectNode body = Json.object(
                "id",
                id(),
                "object",
                "chat.completion",
                "created",
                CREATED,
                "model",
                asked.model(),
                "choices",
                Json.array(Json.object("index", 0, "message", message, "logprobs", null, "finish_reason", finish())),
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_fake");
        if (turn.usageAt() != UsageAt.NOWHERE) {
            body.set("usage", usage(turn.usage()));
        }
        return body;
    }

    List<Step.Piece> events() {
        delta(Step.Kind.OPENING, Json.object("role", "assistant", "content", "", "refusal", null));
        for (String piece : Turn.words(turn.reasoning())) {
            delta(Step.Kind.TEXT, Json.object("reasoning_content", piece));
        }
        for (String piece : turn.pieces()) {
            delta(Step.Kind.TEXT, Json.object("content", piece));
        }
        for (int i = 0; i < turn.calls().size(); i++) {
            ObjectNode opening = call(i, "");
            delta(Step.Kind.OTHER, Json.object("tool_calls", Json.array(indexed(i, opening))));
            for (String part : halves(turn.calls().get(i).arguments())) {
                JsonNode more = indexed(i, Json.object("function", Json.object("arguments", part)));
                delta(Step.Kind.OTHER, Json.object("tool_calls", Json.array(more)));
            }
        }
        chunk(Step.Kind.FINISH, choice(Json.object(), finish()));
        if (turn.usageAt() == UsageAt.WITHOUT_CHOICES || (asked.usageAsked() && turn.usageAt() == UsageAt.VENDOR)) {
            ObjectNode last = envelope();
            if (turn.usageAt() == UsageAt.VENDOR) {
                last.set("choices", Json.array());
            }
            last.set("usage", usage(turn.usage()));
            events.add(new Step.Event(Step.Kind.USAGE, null, last.toString()));
        }
        events.add(DONE);
        return events;
    }

    private void delta(Step.Kind kind, ObjectNode delta) {
        chunk(kind, choice(delta, null));
    }

    private static ObjectNode choice(ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
        return Json.object("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish);
    }

    private void chunk(Step.Kind kind, ObjectNode choice) {
        ObjectNode chunk = envelope();
        chunk.set("choices", Json.array(choice));
        boolean here = switch (turn.usageAt()) {
            case VENDOR, NOWHERE, WITHOUT_CHOICES -> false;
            case FIRST -> kind == Step.Kind.OPENING;
            case EVERY -> true;
            case WITH_FINISH -> kind == Step.Kind.FINISH;
        };
        if (here) {
            chunk.set("usage", usage(kind == Step.Kind.FINISH ? turn.usage() : soFar()));
        } else if (asked.usageAsked()) {
            chunk.putNull("usage");
        }
        events.add(new Step.Event(kind, null, chunk.toString()));
    }

    private Usage soFar() {
        return turn.usageAt() == UsageAt.FIRST ? turn.usage() : partial(turn.usage(), events.size());
    }

    /** Figures in the middle of a stream: the prompt is known, the output grows. */
    static Usage partial(Usage all, int events) {
        return new Usage(
                all.input(),
                all.cachedInput(),
                all.cacheCreation(),
                all.cacheCreationLong(),
                Math.min(all.output(), events),
                0);
    }

    private ObjectNode envelope() {
        return Json.object(
                "id",
                id(),
                "object",
                "chat.completion.chunk",
                "created",
                CREATED,
                "model",
                asked.model(),
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_fake");
    }

    private ObjectNode call(int index, String arguments) {
        ToolCall call = turn.calls().get(index);
        return Json.object(
                "id",
                call.idOr("call_" + asked.number() + "_" + index),
                "type",
                "function",
                "function",
                Json.object("name", call.name(), "arguments", arguments));
    }

    private static ObjectNode indexed(int index, ObjectNode call) {
        ObjectNode indexed = Json.object("index", index);
        indexed.setAll(call);
        return indexed;
    }

    /** Arguments come in pieces that are no JSON by themselves. */
    static List<String> halves(String arguments) {
        int middle = arguments.length() / 2;
        return arguments.isEmpty() ? List.of() : List.of(arguments.substring(0, middle), arguments.substring(middle));
    }

    private String finish() {
        if (turn.finish() != null) {
            return turn.finish();
        }
        return turn.calls().isEmpty() ? "stop" : "tool_calls";
    }

    private String id() {
        return "chatcmpl-fake" + asked.number();
    }

    static ObjectNode usage(Usage usage) {
        long writes = usage.cacheCreation() + usage.cacheCreationLong();
        long prompt = usage.input() + usage.cachedInput() + writes;
        long completion = usage.output() + usage.reasoning();
        return Json.object(
                "prompt_tokens",
                prompt,
                "completion_tokens",
                completion,
                "total_tokens",
                prompt + completion,
                "prompt_tokens_details",
                Json.object("cached_tokens", usage.cachedInput(), "cache_write_tokens", writes, "audio_tokens", 0),
                "completion_tokens_details",
                Json.object(
                        "reasoning_tokens",
                        usage.reasoning(),
                        "audio_tokens",
                        0,
                        "accepted_prediction_tokens",
                        0,
                        "rejected_prediction_tokens",
                        0));
    }
}
