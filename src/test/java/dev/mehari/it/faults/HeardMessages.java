package dev.mehari.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A message of Anthropic as its strictest clients read it. */
final class HeardMessages {
    private final Heard heard = new Heard();
    private boolean started;
    private int next;
    private @Nullable JsonNode open;
    private final StringBuilder said = new StringBuilder();

    private HeardMessages() {}

    static Heard whole(String body) {
        Heard heard = new Heard();
        JsonNode root = Heard.json(body);
        if (root.path("type").asText().equals("error")) {
            heard.failed(root.get("error"));
            return heard;
        }
        assertThat(root.path("type").asText()).isEqualTo("message");
        for (JsonNode block : root.path("content")) {
            String input = block.path("input").toString();
            block(heard, block, block.path("text").asText(block.path("thinking").asText("")), input);
        }
        heard.stopped(root.path("stop_reason").asText());
        assertThat(root.has("stop_sequence")).isTrue();
        heard.usage = root.path("usage");
        heard.complete = true;
        return heard;
    }

    private static void block(Heard heard, JsonNode block, String text, String input) {
        switch (block.path("type").asText()) {
            case "text" -> {
                assertThat(text).as("an empty block of text").isNotEmpty();
                heard.begin("text");
                heard.text.append(text);
            }
            case "thinking" -> {
                heard.begin("thinking");
                heard.thinking.append(text);
            }
            case "redacted_thinking" -> heard.begin("redacted");
            case "tool_use" -> {
                heard.begin("call");
                assertThat(Heard.json(input).isObject()).as(input).isTrue();
                heard.calls.add(new Heard.Call(
                        block.path("id").asText(), block.path("name").asText(), input));
            }
            default -> throw new AssertionError("no block of Anthropic: " + block);
        }
    }

    static Heard stream(String body) {
        HeardMessages reader = new HeardMessages();
        for (Heard.Event event : reader.heard.events(body)) {
            JsonNode data = event.json();
            assertThat(data.path("type").asText()).isEqualTo(event.name());
            assertThat(reader.heard.complete).as("something behind the end").isFalse();
            reader.event(data);
        }
        return reader.heard;
    }

    private void event(JsonNode data) {
        String type = data.path("type").asText();
        assertThat(started || type.equals("message_start") || type.equals("ping") || type.equals("error"))
                .as("%s before the start", type)
                .isTrue();
        switch (type) {
            case "message_start" -> {
                assertThat(started).as("two starts").isFalse();
                started = true;
                assertThat(data.at("/message/content").isEmpty()).isTrue();
                heard.usage = data.at("/message/usage");
            }
            case "content_block_start" -> {
                assertThat(open).as("two open blocks").isNull();
                assertThat(data.path("index").asInt()).isEqualTo(next);
                open = data.path("content_block");
                said.setLength(0);
            }
            case "content_block_delta" -> delta(data.path("index").asInt(), data.path("delta"));
            case "content_block_stop" -> {
                assertThat(data.path("index").asInt()).isEqualTo(next++);
                JsonNode block = open;
                assertThat(block).as("a stop of nothing").isNotNull();
                if (block != null) {
                    block(heard, block, said.toString(), said.isEmpty() ? "{}" : said.toString());
                }
                open = null;
            }
            case "message_delta" -> {
                assertThat(open).as("an open block at the end").isNull();
                heard.stopped(data.at("/delta/stop_reason").asText());
                assertThat(data.path("delta").has("stop_sequence")).isTrue();
                ((ObjectNode) heard.usage).setAll((ObjectNode) data.path("usage"));
            }
            case "message_stop" -> {
                assertThat(heard.stop).as("an end without a reason").isNotNull();
                heard.complete = true;
            }
            case "error" -> {
                heard.failed(data.path("error"));
                String type2 = open == null ? "" : open.path("type").asText();
                if (type2.equals("text")) {
                    heard.text.append(said);
                }
            }
            case "ping" -> heard.comments.add("ping");
            default -> throw new AssertionError("no event of Anthropic: " + data);
        }
    }

    private void delta(int index, JsonNode delta) {
        assertThat(index).isEqualTo(next);
        assertThat(open).as("a delta of nothing").isNotNull();
        String type = delta.path("type").asText();
        if (type.equals("signature_delta")) {
            return;
        }
        String piece = delta.path(
                        switch (type) {
                            case "text_delta" -> "text";
                            case "thinking_delta" -> "thinking";
                            case "input_json_delta" -> "partial_json";
                            default -> throw new AssertionError("no delta of Anthropic: " + delta);
                        })
                .asText();
        assertThat(piece).as("an empty delta").isNotEmpty();
        said.append(piece);
    }
}
