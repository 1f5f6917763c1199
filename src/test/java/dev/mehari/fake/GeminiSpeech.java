package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A turn as Gemini sends it: one response, or the increments of one as events or as the elements of an array. */
final class GeminiSpeech {
    static final Step.Bytes CLOSE = element(Step.Kind.TERMINATOR, "\r\n]\r\n");

    private final Asked asked;
    private final Turn turn;

    GeminiSpeech(Asked asked, Turn turn) {
        this.asked = asked;
        this.turn = turn;
    }

    private record Increment(Step.Kind kind, ObjectNode response) {}

    JsonNode whole() {
        List<ObjectNode> parts = new ArrayList<>();
        if (!turn.reasoning().isEmpty()) {
            parts.add(thought(turn.reasoning()));
        }
        if (!turn.text().isEmpty()) {
            parts.add(signed(Json.object("text", turn.text())));
        }
        parts.addAll(calls());
        ObjectNode response = response(parts, true);
        if (turn.usageAt() != UsageAt.NOWHERE) {
            response.set("usageMetadata", usage(turn.usage()));
        }
        return response;
    }

    List<Step> events() {
        return increments().stream()
                .<Step>map(
                        one -> new Step.Event(one.kind(), null, one.response().toString()))
                .toList();
    }

    /** One JSON array, an element a piece. */
    List<Step> array() {
        List<Step> pieces = new ArrayList<>();
        for (Increment one : increments()) {
            pieces.add(element(one.kind(), (pieces.isEmpty() ? "[" : ",\r\n") + one.response()));
        }
        pieces.add(CLOSE);
        return pieces;
    }

    static Step.Bytes element(Step.Kind kind, String text) {
        return new Step.Bytes(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Increment> increments() {
        List<Increment> all = new ArrayList<>();
        for (String piece : Turn.words(turn.reasoning())) {
            add(all, Step.Kind.TEXT, thought(piece));
        }
        for (String piece : turn.pieces()) {
            add(all, Step.Kind.TEXT, Json.object("text", piece));
        }
        for (ObjectNode call : calls()) {
            add(all, Step.Kind.OTHER, call);
        }
        ObjectNode last = response(List.of(signed(Json.object("text", ""))), true);
        if (turn.usageAt() != UsageAt.NOWHERE && turn.usageAt() != UsageAt.FIRST) {
            last.set("usageMetadata", usage(turn.usage()));
        }
        all.add(new Increment(Step.Kind.FINISH, last));
        return all;
    }

    private void add(List<Increment> all, Step.Kind kind, ObjectNode part) {
        ObjectNode response = response(List.of(part), false);
        switch (turn.usageAt()) {
            case VENDOR, EVERY ->
                response.set("usageMetadata", usage(OpenAiSpeech.partial(turn.usage(), all.size() + 1)));
            case FIRST -> {
                if (all.isEmpty()) {
                    response.set("usageMetadata", usage(turn.usage()));
                }
            }
            case NOWHERE, WITH_FINISH, WITHOUT_CHOICES -> {}
        }
        all.add(new Increment(kind, response));
    }

    private static ObjectNode thought(String text) {
        return Json.object("text", text, "thought", true);
    }

    /** Where nothing is called, what was thought is sealed with what is said last. */
    private ObjectNode signed(ObjectNode text) {
        return turn.reasoning().isEmpty() || !turn.calls().isEmpty()
                ? text
                : text.put("thoughtSignature", Seal.of(GeminiRules.VENDOR, ""));
    }

    private List<ObjectNode> calls() {
        List<ObjectNode> parts = new ArrayList<>();
        for (ToolCall call : turn.calls()) {
            ObjectNode function = Json.object("name", call.name());
            if (!call.arguments().isEmpty()) {
                function.set("args", Json.parse(call.arguments()));
            }
            if (call.id() != null) {
                function.put("id", call.id());
            }
            ObjectNode part = Json.object("functionCall", function);
            if (parts.isEmpty()) {
                part.put("thoughtSignature", Seal.of(GeminiRules.VENDOR, call.name()));
            }
            parts.add(part);
        }
        return parts;
    }

    private ObjectNode response(List<ObjectNode> parts, boolean last) {
        ObjectNode candidate =
                Json.object("content", Json.object("parts", Json.array(parts), "role", "model"), "index", 0);
        if (last) {
            candidate.put("finishReason", turn.finish() == null ? "STOP" : turn.finish());
        }
        return Json.object(
                "candidates",
                Json.array(candidate),
                "modelVersion",
                asked.model(),
                "responseId",
                "fake-response-" + asked.number());
    }

    private static ObjectNode usage(Usage usage) {
        long prompt = usage.input() + usage.cachedInput() + usage.cacheCreation() + usage.cacheCreationLong();
        ObjectNode figures = Json.object("promptTokenCount", prompt, "candidatesTokenCount", usage.output());
        if (usage.cachedInput() > 0) {
            figures.put("cachedContentTokenCount", usage.cachedInput());
        }
        if (usage.reasoning() > 0) {
            figures.put("thoughtsTokenCount", usage.reasoning());
        }
        figures.put("totalTokenCount", prompt + usage.output() + usage.reasoning());
        figures.set("promptTokensDetails", Json.array(Json.object("modality", "TEXT", "tokenCount", prompt)));
        return figures;
    }
}
