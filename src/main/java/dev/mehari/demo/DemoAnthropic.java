package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The demo model in Anthropic's messages. */
final class DemoAnthropic implements DemoShape {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String id = "msg_demo" + Long.toHexString(System.nanoTime());

    @Override
    public String prompt(JsonNode request) {
        return DemoShape.text(DemoShape.last(request.path("messages")).path("content"));
    }

    @Override
    public boolean streamed(JsonNode request, String path) {
        return request.path("stream").asBoolean();
    }

    @Override
    public JsonNode whole(DemoAnswer answer) {
        ObjectNode message = message();
        message.withArray("content").addObject().put("type", "text").put("text", answer.text());
        message.put("stop_reason", "end_turn");
        message.set("usage", usage(answer.promptTokens(), answer.tokens()));
        return message;
    }

    @Override
    public List<String> events(DemoAnswer answer, JsonNode request, String path) {
        List<String> events = new ArrayList<>();
        ObjectNode message = message();
        message.set("usage", usage(answer.promptTokens(), 1));
        ObjectNode start = typed("message_start");
        start.set("message", message);
        events.add(event(start));
        ObjectNode open = typed("content_block_start").put("index", 0);
        open.putObject("content_block").put("type", "text").put("text", "");
        events.add(event(open));
        for (String word : answer.words()) {
            ObjectNode delta = typed("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", word);
            events.add(event(delta));
        }
        events.add(event(typed("content_block_stop").put("index", 0)));
        ObjectNode end = typed("message_delta");
        end.putObject("delta").put("stop_reason", "end_turn").putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", answer.tokens());
        events.add(event(end));
        events.add(event(typed("message_stop")));
        return events;
    }

    private ObjectNode message() {
        ObjectNode message = NODES.objectNode()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "demo");
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    private static ObjectNode usage(int input, int output) {
        return NODES.objectNode()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", output);
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + data + "\n\n";
    }
}
