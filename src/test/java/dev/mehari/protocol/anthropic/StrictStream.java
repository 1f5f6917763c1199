package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.golden.Sent;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** A client that takes no stream but a legal one, and puts its message together as Anthropic's SDKs do. */
final class StrictStream {
    private @Nullable ObjectNode message;
    private @Nullable ObjectNode block;
    private final StringBuilder json = new StringBuilder();
    private int next;
    private boolean stopped;
    private boolean over;

    private StrictStream() {}

    /** The message of a whole stream. */
    static JsonNode assemble(byte[] stream) {
        StrictStream client = new StrictStream();
        for (JsonNode event : Sent.events(stream)) {
            JsonNode data = event.path("data");
            assertThat(data.path("type").asText()).isEqualTo(event.path("event").asText());
            assertThat(client.over).isFalse();
            client.take(data);
        }
        assertThat(client.over).isTrue();
        return client.message();
    }

    private ObjectNode message() {
        assertThat(message).isNotNull();
        return message == null ? Tree.object() : message;
    }

    private ObjectNode block(JsonNode data) {
        assertThat(block).isNotNull();
        assertThat(data.path("index").asInt(-1)).isEqualTo(next);
        return block == null ? Tree.object() : block;
    }

    private void take(JsonNode data) {
        switch (data.path("type").asText()) {
            case "message_start" -> {
                assertThat(message).isNull();
                message = (ObjectNode) data.path("message");
                assertThat(message.path("content")).isEmpty();
                assertThat(message.get("stop_reason").isNull()).isTrue();
                assertThat(message.get("stop_sequence").isNull()).isTrue();
                assertThat(message.at("/usage/input_tokens").asInt()).isPositive();
            }
            case "content_block_start" -> {
                message();
                assertThat(block).isNull();
                assertThat(stopped).isFalse();
                assertThat(data.path("index").asInt(-1)).isEqualTo(next);
                block = (ObjectNode) data.path("content_block");
                json.setLength(0);
            }
            case "content_block_delta" -> delta(block(data), data.path("delta"));
            case "content_block_stop" -> {
                ObjectNode done = block(data);
                if (!json.isEmpty()) {
                    done.set("input", Tree.parse(json.toString()));
                }
                assertThat(done.path("text").asText("x")).isNotEmpty();
                ((ArrayNode) message().path("content")).add(done);
                block = null;
                next++;
            }
            case "message_delta" -> {
                assertThat(block).isNull();
                assertThat(stopped).isFalse();
                assertThat(data.at("/delta/stop_reason").isTextual()).isTrue();
                message().setAll((ObjectNode) data.path("delta"));
                message().set("usage", data.path("usage"));
                stopped = true;
            }
            case "message_stop" -> {
                assertThat(stopped).isTrue();
                over = true;
            }
            default -> assertThat(data.path("type").asText()).isEqualTo("ping");
        }
    }

    private void delta(ObjectNode block, JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, "text", delta.path("text"));
            case "thinking_delta" -> append(block, "thinking", delta.path("thinking"));
            case "signature_delta" -> append(block, "signature", delta.path("signature"));
            default -> {
                assertThat(delta.path("type").asText()).isEqualTo("input_json_delta");
                assertThat(block.path("type").asText()).endsWith("tool_use");
                json.append(delta.path("partial_json").asText());
            }
        }
    }

    private static void append(ObjectNode block, String name, JsonNode more) {
        assertThat(more.asText()).isNotEmpty();
        assertThat(block.path(name).isTextual()).isTrue();
        if (name.equals("signature")) {
            assertThat(block.path(name).asText()).isEmpty();
        }
        block.put(name, block.path(name).asText() + more.asText());
    }
}
