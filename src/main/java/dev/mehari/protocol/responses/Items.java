package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The items of a response as they come: each by its place in the output. */
final class Items {
    private final Losses losses;
    private final Map<Integer, ItemDecoder> items = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();
    private int blocks;
    private boolean called;
    private boolean refused;

    Items(Losses losses) {
        this.losses = losses;
    }

    /** @return false when nobody knows events of that type */
    boolean take(String type, JsonNode event, Consumer<ChatEvent> out) {
        int place = event.path("output_index").asInt();
        switch (type) {
            case "response.output_item.added" -> item(place, event.path("item"), out);
            case "response.output_item.done" ->
                item(place, event.path("item"), out).done(event.path("item"), out);
            case "response.output_text.delta", "response.refusal.delta" ->
                implied(place, "message").delta(type, event, out);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                implied(place, "reasoning").delta(type, event, out);
            case "response.function_call_arguments.delta" ->
                implied(place, "function_call").delta(type, event, out);
            case "response.custom_tool_call_input.delta" ->
                implied(place, "custom_tool_call").delta(type, event, out);
            case "response.content_part.done" -> implied(place, "message").partDone(event, out);
            case "response.created",
                    "response.in_progress",
                    "response.queued",
                    "response.content_part.added",
                    "response.output_text.done",
                    "response.output_text.annotation.added",
                    "response.refusal.done",
                    "response.reasoning_summary_part.added",
                    "response.reasoning_summary_text.done",
                    "response.reasoning_summary_part.done",
                    "response.reasoning_text.done",
                    "response.function_call_arguments.done",
                    "response.custom_tool_call_input.done" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What of the whole output no event has told; and what no event has ended. */
    void rest(JsonNode output, Consumer<ChatEvent> out) {
        int place = 0;
        for (JsonNode item : output) {
            ItemDecoder known = items.get(place);
            if (known != null) {
                known.done(item, out);
            } else if (!ids.contains(item.path("id").asText(""))) {
                item(place, item, out).done(item, out);
            }
            place++;
        }
        items.values().forEach(item -> item.close(out));
        items.values().forEach(item -> {
            called |= item.called();
            refused |= item.refused();
        });
    }

    boolean called() {
        return called;
    }

    boolean refused() {
        return refused;
    }

    private ItemDecoder item(int place, JsonNode item, Consumer<ChatEvent> out) {
        String id = item.path("id").asText("");
        if (!id.isEmpty()) {
            ids.add(id);
        }
        ItemDecoder known = items.get(place);
        if (known != null) {
            return known;
        }
        JsonNode type = item.path("type");
        ItemDecoder decoder =
                decoder(place, type.isMissingNode() ? "message" : type.isTextual() ? type.textValue() : "");
        items.put(place, decoder);
        decoder.added(item, out);
        return decoder;
    }

    private ItemDecoder implied(int place, String type) {
        return items.computeIfAbsent(place, p -> decoder(p, type));
    }

    private ItemDecoder decoder(int place, String type) {
        String at = "output[" + place + "]";
        return switch (type) {
            case "message" -> new MessageDecoder(() -> blocks++, at, losses);
            case "reasoning" -> new ReasoningDecoder(() -> blocks++);
            case "function_call" -> new CallDecoder(() -> blocks++, false, at, losses);
            case "custom_tool_call" -> new CallDecoder(() -> blocks++, true, at, losses);
            default -> new WholeDecoder(() -> blocks++, type, at, losses);
        };
    }
}
