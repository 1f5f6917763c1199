package dev.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The demo model in Gemini's generateContent. */
final class DemoGemini implements DemoShape {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public String prompt(JsonNode request) {
        return DemoShape.text(DemoShape.last(request.path("contents")).path("parts"));
    }

    @Override
    public boolean streamed(JsonNode request, String path) {
        return path.contains(":streamGenerateContent");
    }

    @Override
    public String streamType(String path) {
        return sse(path) ? "text/event-stream" : "application/json";
    }

    @Override
    public JsonNode whole(DemoAnswer answer) {
        return response(answer.text(), "STOP", answer);
    }

    @Override
    public List<String> events(DemoAnswer answer, JsonNode request, String path) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < answer.words().size(); i++) {
            boolean last = i == answer.words().size() - 1;
            String json = response(answer.words().get(i), last ? "STOP" : null, answer)
                    .toString();
            if (sse(path)) {
                events.add("data: " + json + "\r\n\r\n");
            } else {
                events.add((i == 0 ? "[" : ",\r\n") + json + (last ? "]" : ""));
            }
        }
        return events;
    }

    private static boolean sse(String path) {
        return path.contains("alt=sse");
    }

    private static ObjectNode response(String text, @Nullable String finish, DemoAnswer answer) {
        ObjectNode root = NODES.objectNode();
        ObjectNode candidate = root.putArray("candidates").addObject().put("index", 0);
        ObjectNode content = candidate.putObject("content").put("role", "model");
        content.putArray("parts").addObject().put("text", text);
        if (finish != null) {
            candidate.put("finishReason", finish);
        }
        root.putObject("usageMetadata")
                .put("promptTokenCount", answer.promptTokens())
                .put("candidatesTokenCount", answer.tokens())
                .put("totalTokenCount", answer.promptTokens() + answer.tokens());
        return root.put("modelVersion", "demo");
    }
}
