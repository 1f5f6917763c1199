package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A turn as OpenAI's Responses send it: one response, or the numbered events of one. */
final class ResponsesSpeech {
    private final Turn turn;
    private final ResponsesOutput output;
    private final ResponsesObject response;
    private final List<Step.Piece> events = new ArrayList<>();

    ResponsesSpeech(Asked asked, Turn turn) {
        this.turn = turn;
        this.output = new ResponsesOutput(asked, turn);
        this.response = new ResponsesObject(asked);
    }

    /** Ids of items that came of thinking, and the id of the thinking. */
    Map<String, String> thought() {
        return output.thought();
    }

    ObjectNode whole() {
        ObjectNode whole = response.ended(turn.finish(), output.items());
        if (turn.usageAt() != UsageAt.NOWHERE) {
            whole.set("usage", usage(turn.usage()));
        }
        return whole;
    }

    List<Step.Piece> events() {
        ObjectNode begun = response.begun();
        if (turn.usageAt() == UsageAt.FIRST || turn.usageAt() == UsageAt.EVERY) {
            begun.set("usage", usage(OpenAiSpeech.partial(turn.usage(), 1)));
        }
        add(Step.Kind.OPENING, "response.created", Json.object("response", begun));
        add(Step.Kind.OTHER, "response.in_progress", Json.object("response", begun));
        List<ObjectNode> items = output.items();
        for (int i = 0; i < items.size(); i++) {
            item(i, items.get(i));
        }
        events.add(last());
        return events;
    }

    /** The event that ends it. */
    Step.Event last() {
        ObjectNode whole = whole();
        String type = "response." + whole.path("status").asText();
        return event(Step.Kind.TERMINATOR, type, events.size(), Json.object("response", whole));
    }

    private void item(int index, ObjectNode done) {
        ObjectNode begun = done.deepCopy();
        begun.put("status", "in_progress");
        switch (done.path("type").asText()) {
            case "reasoning" -> {
                begun.remove("status");
                begun.set("summary", Json.array());
                if (output.sealed()) {
                    // What stands here is not yet what has to go back.
                    begun.put("encrypted_content", "bm90IHlldA==");
                }
            }
            case "message" -> begun.set("content", Json.array());
            default -> begun.put(text(done), "");
        }
        add(Step.Kind.OTHER, "response.output_item.added", Json.object("output_index", index, "item", begun));
        ObjectNode inside = Json.object("item_id", done.path("id"), "output_index", index);
        switch (done.path("type").asText()) {
            case "reasoning" -> summary(inside);
            case "message" -> message(inside);
            case "custom_tool_call" -> call(inside, "response.custom_tool_call_input", done);
            default -> call(inside, "response.function_call_arguments", done);
        }
        add(Step.Kind.OTHER, "response.output_item.done", Json.object("output_index", index, "item", done));
    }

    private static String text(JsonNode call) {
        return call.has("input") ? "input" : "arguments";
    }

    private void summary(ObjectNode inside) {
        List<String> parts = output.summary();
        for (int i = 0; i < parts.size(); i++) {
            ObjectNode here = with(inside, "summary_index", i);
            String text = parts.get(i);
            add(
                    Step.Kind.OTHER,
                    "response.reasoning_summary_part.added",
                    with(here, "part", ResponsesOutput.summaryPart("")));
            for (String piece : Turn.words(text)) {
                add(Step.Kind.TEXT, "response.reasoning_summary_text.delta", with(here, "delta", piece));
            }
            add(Step.Kind.OTHER, "response.reasoning_summary_text.done", with(here, "text", text));
            add(
                    Step.Kind.OTHER,
                    "response.reasoning_summary_part.done",
                    with(here, "part", ResponsesOutput.summaryPart(text)));
        }
    }

    private void message(ObjectNode inside) {
        ObjectNode here = with(inside, "content_index", 0);
        add(Step.Kind.OTHER, "response.content_part.added", with(here, "part", output.part("")));
        String kind = output.refused() ? "response.refusal" : "response.output_text";
        for (String piece : turn.pieces()) {
            add(Step.Kind.TEXT, kind + ".delta", logged(with(here, "delta", piece)));
        }
        String name = output.refused() ? "refusal" : "text";
        add(Step.Kind.OTHER, kind + ".done", logged(with(here, name, turn.text())));
        add(Step.Kind.OTHER, "response.content_part.done", with(here, "part", output.part(turn.text())));
    }

    private ObjectNode logged(ObjectNode event) {
        return output.refused() ? event : with(event, "logprobs", Json.array());
    }

    private void call(ObjectNode inside, String kind, JsonNode done) {
        String all = done.path(text(done)).asText();
        for (String piece : OpenAiSpeech.halves(all)) {
            add(Step.Kind.OTHER, kind + ".delta", with(inside, "delta", piece));
        }
        add(Step.Kind.OTHER, kind + ".done", with(inside, text(done), all));
    }

    private static ObjectNode with(ObjectNode node, String name, Object value) {
        ObjectNode more = node.deepCopy();
        more.setAll(Json.object(name, value));
        return more;
    }

    private void add(Step.Kind kind, String type, ObjectNode data) {
        events.add(event(kind, type, events.size(), data));
    }

    private static Step.Event event(Step.Kind kind, String type, int number, ObjectNode data) {
        ObjectNode numbered = Json.object("type", type, "sequence_number", number);
        numbered.setAll(data);
        return new Step.Event(kind, type, numbered.toString());
    }

    /** How a stream says that it failed: before there is a response in the form of an error. */
    static Step.Event failed(Asked asked, Failure failure, int before) {
        JsonNode error = OpenAiErrors.body(failure).path("error");
        if (before == 0) {
            return event(Step.Kind.OTHER, "error", before, Json.object("error", error));
        }
        String code = failure.status() == 429 ? "rate_limit_exceeded" : failure.codeOr("server_error");
        ObjectNode response = new ResponsesObject(asked).ended("failed", List.of());
        response.set("error", Json.object("code", code, "message", failure.message()));
        return event(Step.Kind.OTHER, "response.failed", before, Json.object("response", response));
    }

    private static ObjectNode usage(Usage usage) {
        long writes = usage.cacheCreation() + usage.cacheCreationLong();
        long input = usage.input() + usage.cachedInput() + writes;
        long output = usage.output() + usage.reasoning();
        return Json.object(
                "input_tokens",
                input,
                "input_tokens_details",
                Json.object("cached_tokens", usage.cachedInput(), "cache_write_tokens", writes),
                "output_tokens",
                output,
                "output_tokens_details",
                Json.object("reasoning_tokens", usage.reasoning()),
                "total_tokens",
                input + output);
    }
}
