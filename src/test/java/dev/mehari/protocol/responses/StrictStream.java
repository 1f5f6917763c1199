package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.golden.Sent;
import dev.mehari.protocol.chat.Tree;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that takes nothing but what the API documents: numbered events, items that begin, say something and end. */
final class StrictStream {
    private final TreeMap<Integer, JsonNode> done = new TreeMap<>();
    private final StringBuilder said = new StringBuilder();
    private @Nullable JsonNode begun;
    private @Nullable JsonNode item;
    private boolean part;
    private @Nullable JsonNode last;

    private StrictStream() {}

    /** The response of a whole stream. */
    static JsonNode assemble(byte[] stream) {
        StrictStream client = new StrictStream();
        int number = 0;
        for (JsonNode event : Sent.events(stream)) {
            JsonNode data = event.path("data");
            assertThat(data.path("type").asText()).isEqualTo(event.path("event").asText());
            assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(number++);
            assertThat(client.last).as("nothing behind the last").isNull();
            client.take(data.path("type").asText(), data);
        }
        JsonNode last = client.last;
        assertThat(last).isNotNull();
        return last == null ? Tree.object() : last;
    }

    private void take(String type, JsonNode data) {
        switch (type) {
            case "response.created" -> {
                assertThat(begun).isNull();
                begun = data.path("response");
                assertThat(begun.path("status").asText()).isEqualTo("in_progress");
            }
            case "response.in_progress" -> assertThat(begun).isNotNull();
            case "response.output_item.added" -> {
                assertThat(begun).isNotNull();
                assertThat(item).as("one item at a time").isNull();
                assertThat(data.path("output_index").asInt(-1)).isEqualTo(done.size());
                item = data.path("item");
                said.setLength(0);
            }
            case "response.content_part.added", "response.reasoning_summary_part.added" -> {
                here(data);
                assertThat(part).isFalse();
                part = true;
            }
            case "response.content_part.done", "response.reasoning_summary_part.done" -> {
                here(data);
                assertThat(part).isTrue();
                part = false;
                JsonNode whole = data.path("part");
                assertThat(whole.path(whole.has("refusal") ? "refusal" : "text").asText())
                        .isEqualTo(said.toString());
            }
            case "response.output_item.done" -> end(data);
            case "response.completed", "response.incomplete", "response.failed" -> {
                last = data.path("response");
                assertThat(last.path("id")).isEqualTo(begun == null ? null : begun.path("id"));
                assertThat(last.path("status").asText()).isEqualTo(type.substring("response.".length()));
                if (!type.endsWith("failed")) {
                    assertThat(item).isNull();
                    assertThat(last.path("output")).containsExactlyElementsOf(done.values());
                }
            }
            default -> said(type, data);
        }
    }

    private void here(JsonNode data) {
        JsonNode open = item;
        assertThat(open).isNotNull();
        if (open != null) {
            assertThat(data.path("item_id")).isEqualTo(open.path("id"));
            assertThat(data.path("output_index").asInt(-1)).isEqualTo(done.size());
        }
    }

    private void said(String type, JsonNode data) {
        here(data);
        if (type.endsWith(".delta")) {
            assertThat(data.path("delta").asText()).isNotEmpty();
            said.append(data.path("delta").asText());
            return;
        }
        String member = switch (type) {
            case "response.output_text.done", "response.reasoning_summary_text.done" -> "text";
            case "response.refusal.done" -> "refusal";
            case "response.function_call_arguments.done" -> "arguments";
            case "response.custom_tool_call_input.done" -> "input";
            default -> throw new AssertionError(type);
        };
        assertThat(data.path(member).asText()).isEqualTo(said.toString());
    }

    private void end(JsonNode data) {
        JsonNode whole = data.path("item");
        assertThat(part).isFalse();
        JsonNode open = item;
        assertThat(open).isNotNull();
        if (open != null) {
            assertThat(data.path("output_index").asInt(-1)).isEqualTo(done.size());
            assertThat(whole.path("id")).isEqualTo(open.path("id"));
            assertThat(whole.path("type")).isEqualTo(open.path("type"));
        }
        assertThat(whole).isInstanceOf(ObjectNode.class);
        done.put(data.path("output_index").asInt(), whole);
        item = null;
    }
}
