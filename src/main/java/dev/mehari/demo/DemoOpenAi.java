package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The demo model in OpenAI's chat completions. */
final class DemoOpenAi implements DemoShape {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String id = "chatcmpl-demo" + Long.toHexString(System.nanoTime());
    private final long created;

    DemoOpenAi(Clock clock) {
        created = clock.instant().getEpochSecond();
    }

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
        ObjectNode root = head("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", answer.text())
                .putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", "stop");
        root.set("usage", usage(answer));
        return root;
    }

    @Override
    public List<String> events(DemoAnswer answer, JsonNode request, String path) {
        List<String> events = new ArrayList<>();
        events.add(chunk(NODES.objectNode().put("role", "assistant").put("content", ""), null));
        for (String word : answer.words()) {
            events.add(chunk(NODES.objectNode().put("content", word), null));
        }
        events.add(chunk(NODES.objectNode(), "stop"));
        if (request.path("stream_options").path("include_usage").asBoolean()) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage(answer));
            events.add("data: " + last + "\n\n");
        }
        events.add("data: [DONE]\n\n");
        return events;
    }

    private String chunk(ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
        ObjectNode root = head("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finish);
        return "data: " + root + "\n\n";
    }

    private ObjectNode head(String object) {
        return NODES.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", "demo");
    }

    private static ObjectNode usage(DemoAnswer answer) {
        return NODES.objectNode()
                .put("prompt_tokens", answer.promptTokens())
                .put("completion_tokens", answer.tokens())
                .put("total_tokens", answer.promptTokens() + answer.tokens());
    }
}
