package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** A response as its strictest clients read it: what the deltas say is what the items hold in the end. */
final class HeardResponses {
    private final Heard heard = new Heard();
    private final Map<Integer, StringBuilder> items = new HashMap<>();
    private long sequence = -1;
    private boolean created;

    private HeardResponses() {}

    static Heard whole(String body) {
        Heard heard = new Heard();
        JsonNode root = Heard.json(body);
        if (root.path("error").isObject()) {
            heard.failed(root.get("error"));
            return heard;
        }
        assertThat(root.path("object").asText()).isEqualTo("response");
        ended(heard, root);
        return heard;
    }

    private static void ended(Heard heard, JsonNode response) {
        for (JsonNode item : response.path("output")) {
            item(heard, item);
        }
        String reason = response.at("/incomplete_details/reason").asText("");
        heard.stopped(reason.isEmpty() ? response.path("status").asText() : reason);
        heard.usage = response.path("usage");
        heard.complete = true;
    }

    private static void item(Heard heard, JsonNode item) {
        switch (item.path("type").asText()) {
            case "message" -> {
                for (JsonNode part : item.path("content")) {
                    boolean refused = part.path("type").asText().equals("refusal");
                    heard.begin(refused ? "refusal" : "text");
                    (refused ? heard.refusal : heard.text)
                            .append(part.path(refused ? "refusal" : "text").asText());
                }
            }
            case "reasoning" -> {
                heard.begin("thinking");
                item.path("summary")
                        .forEach(part -> heard.thinking.append(part.path("text").asText()));
            }
            case "function_call" -> {
                heard.begin("call");
                heard.calls.add(new Heard.Call(
                        item.path("call_id").asText(),
                        item.path("name").asText(),
                        item.path("arguments").asText()));
            }
            default -> throw new AssertionError("an item of no use: " + item);
        }
    }

    static Heard stream(String body) {
        HeardResponses reader = new HeardResponses();
        for (Heard.Event event : reader.heard.events(body)) {
            JsonNode data = event.json();
            assertThat(data.path("type").asText()).isEqualTo(event.name());
            assertThat(reader.heard.complete).as("something behind the end").isFalse();
            assertThat(data.path("sequence_number").asLong()).isEqualTo(++reader.sequence);
            reader.event(data);
        }
        return reader.heard;
    }

    private void event(JsonNode data) {
        String type = data.path("type").asText();
        int at = data.path("output_index").asInt(-1);
        assertThat(created || type.equals("response.created") || type.equals("error"))
                .as("%s before the response", type)
                .isTrue();
        switch (type) {
            case "response.created" -> {
                assertThat(created).as("two responses").isFalse();
                created = true;
            }
            case "response.output_item.added" ->
                assertThat(items.put(at, new StringBuilder())).isNull();
            case "response.output_text.delta",
                    "response.refusal.delta",
                    "response.reasoning_summary_text.delta",
                    "response.function_call_arguments.delta" -> {
                StringBuilder said = items.get(at);
                assertThat(said).as("a delta of no item").isNotNull();
                if (said != null) {
                    said.append(data.path("delta").asText());
                }
            }
            case "response.output_item.done" -> {
                JsonNode item = data.path("item");
                String whole = item.at("/content/0/text")
                        .asText(item.at("/content/0/refusal")
                                .asText(item.at("/summary/0/text")
                                        .asText(item.path("arguments").asText(""))));
                assertThat(String.valueOf(items.get(at))).isEqualTo(whole);
            }
            case "response.completed", "response.incomplete" -> {
                assertThat(data.at("/response/output").size()).isEqualTo(items.size());
                ended(heard, data.path("response"));
            }
            case "response.failed" -> heard.failed(data.at("/response/error"));
            case "error" -> heard.failed(data);
            default -> assertThat(type).startsWith("response.");
        }
        if (!heard.error.isMissingNode()) {
            items.values().forEach(heard.text::append);
        }
    }
}
