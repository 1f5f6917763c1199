package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Law;
import java.util.ArrayList;
import java.util.List;

/** generateContent, whose parts go back as they came. */
final class GeminiAgent implements Agent {
    private final ArrayNode contents = Tree.array();

    @Override
    public Law law() {
        return Law.GEMINI;
    }

    @Override
    public String path(String model, boolean stream) {
        return "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    public void asks(String text, boolean picture) {
        ArrayNode parts = contents.addObject().put("role", "user").putArray("parts");
        parts.addObject().put("text", text);
        if (picture) {
            picture(parts);
        }
    }

    private static void picture(ArrayNode parts) {
        parts.addObject().putObject("inlineData").put("mimeType", "image/png").put("data", PNG);
    }

    @Override
    public ObjectNode body(String model, boolean stream) {
        ObjectNode body = Tree.object();
        body.putObject("systemInstruction").putArray("parts").addObject().put("text", SYSTEM);
        body.set("contents", contents);
        ArrayNode tools = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (String tool : TOOLS) {
            tools.addObject().put("name", tool).put("description", "d").set("parametersJsonSchema", Agent.schema());
        }
        ObjectNode config = body.putObject("generationConfig").put("maxOutputTokens", 16_000);
        config.putObject("thinkingConfig").put("includeThoughts", true).put("thinkingLevel", "MEDIUM");
        return body;
    }

    @Override
    public List<Call> said(JsonNode answer) {
        JsonNode content = answer.at("/candidates/0/content");
        contents.add(content);
        List<Call> calls = new ArrayList<>();
        for (JsonNode part : content.path("parts")) {
            JsonNode call = part.path("functionCall");
            if (call.isObject()) {
                calls.add(new Call(call.path("id").asText(""), call.path("name").asText()));
            }
        }
        return calls;
    }

    @Override
    public void did(List<Done> results) {
        ArrayNode parts = contents.addObject().put("role", "user").putArray("parts");
        for (Done done : results) {
            ObjectNode response = parts.addObject().putObject("functionResponse");
            if (!done.call().id().isEmpty()) {
                response.put("id", done.call().id());
            }
            response.put("name", done.call().name())
                    .putObject("response")
                    .put(done.failed() ? "error" : "output", done.text());
            if (done.picture()) {
                picture(response.putArray("parts"));
            }
        }
    }

    @Override
    public JsonNode whole(List<JsonNode> events) {
        ObjectNode answer = Tree.object();
        ObjectNode content = answer.putArray("candidates").addObject().putObject("content");
        ArrayNode parts = content.put("role", "model").putArray("parts");
        for (JsonNode event : events) {
            event.at("/candidates/0/content/parts").forEach(part -> parts.add(part.deepCopy()));
        }
        return answer;
    }
}
