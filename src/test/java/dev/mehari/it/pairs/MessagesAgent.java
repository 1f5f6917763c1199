package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Messages, with four marks for the prompt cache: the system, the tools, and the last two turns of the user. */
final class MessagesAgent implements Agent {
    private final ArrayNode messages = Tree.array();

    @Override
    public Law law() {
        return Law.MESSAGES;
    }

    @Override
    public String path(String model, boolean stream) {
        return "/v1/messages";
    }

    @Override
    public void asks(String text, boolean picture) {
        ArrayNode content = user();
        if (picture) {
            picture(content);
        }
        Agent.text(content, "text", text);
    }

    private ArrayNode user() {
        JsonNode last = messages.path(messages.size() - 1);
        return last.path("role").asText().equals("user")
                ? (ArrayNode) last.path("content")
                : messages.addObject().put("role", "user").putArray("content");
    }

    private static void picture(ArrayNode content) {
        content.addObject()
                .put("type", "image")
                .putObject("source")
                .put("type", "base64")
                .put("media_type", "image/png")
                .put("data", PNG);
    }

    @Override
    public ObjectNode body(String model, boolean stream) {
        ObjectNode body = Tree.object().put("model", model).put("max_tokens", 16_000);
        marked(Agent.text(body.putArray("system"), "text", SYSTEM));
        ArrayNode tools = body.putArray("tools");
        for (String tool : TOOLS) {
            tools.addObject().put("name", tool).put("description", "d").set("input_schema", Agent.schema());
        }
        marked((ObjectNode) tools.get(tools.size() - 1));
        body.putObject("thinking").put("type", "enabled").put("budget_tokens", 4000);
        ArrayNode all = messages.deepCopy();
        int marks = 2;
        for (int i = all.size() - 1; i >= 0 && marks > 0; i--) {
            if (all.get(i).path("role").asText().equals("user")) {
                JsonNode content = all.get(i).path("content");
                marked((ObjectNode) content.get(content.size() - 1));
                marks--;
            }
        }
        body.set("messages", all);
        return body.put("stream", stream);
    }

    private static void marked(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }

    @Override
    public List<Call> said(JsonNode answer) {
        messages.addObject().put("role", "assistant").set("content", answer.path("content"));
        List<Call> calls = new ArrayList<>();
        for (JsonNode block : answer.path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                calls.add(new Call(block.path("id").asText(), block.path("name").asText()));
            }
        }
        return calls;
    }

    @Override
    public void did(List<Done> results) {
        ArrayNode content = user();
        for (Done done : results) {
            ObjectNode result = content.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", done.call().id());
            ArrayNode said = result.putArray("content");
            Agent.text(said, "text", done.text());
            if (done.picture()) {
                picture(said);
            }
            if (done.failed()) {
                result.put("is_error", true);
            }
        }
    }

    @Override
    public JsonNode whole(List<JsonNode> events) {
        ObjectNode message = Tree.object();
        TreeMap<Integer, ObjectNode> blocks = new TreeMap<>();
        TreeMap<Integer, String> inputs = new TreeMap<>();
        for (JsonNode event : events) {
            int index = event.path("index").asInt();
            JsonNode delta = event.path("delta");
            switch (event.path("type").asText()) {
                case "message_start" -> message.setAll((ObjectNode) event.path("message"));
                case "content_block_start" -> blocks.put(index, (ObjectNode) event.path("content_block"));
                case "content_block_delta" -> {
                    inputs.merge(index, delta.path("partial_json").asText(""), String::concat);
                    for (String name : List.of("text", "thinking", "signature")) {
                        ObjectNode block = blocks.get(index);
                        if (delta.has(name) && block != null) {
                            Agent.append(block, name, delta.path(name).asText());
                        }
                    }
                }
                default -> {}
            }
        }
        ArrayNode content = message.putArray("content");
        blocks.forEach((index, block) -> {
            String input = inputs.getOrDefault(index, "");
            content.add(input.isEmpty() ? block : block.set("input", Tree.parse(input)));
        });
        return message;
    }
}
