package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Law;
import java.util.ArrayList;
import java.util.List;

/** Chat completions, with a mark for the prompt cache on every text of the user: more than Anthropic takes. */
final class ChatAgent implements Agent {
    private final ArrayNode messages = Tree.array();

    ChatAgent() {
        messages.addObject().put("role", "system").put("content", SYSTEM);
    }

    @Override
    public Law law() {
        return Law.CHAT_WITH_USAGE;
    }

    @Override
    public String path(String model, boolean stream) {
        return "/v1/chat/completions";
    }

    @Override
    public void asks(String text, boolean picture) {
        ArrayNode parts = messages.addObject().put("role", "user").putArray("content");
        Agent.text(parts, "text", text).putObject("prompt_cache_breakpoint").put("mode", "explicit");
        if (picture) {
            picture(parts);
        }
    }

    private static void picture(ArrayNode parts) {
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", "data:image/png;base64," + PNG);
    }

    @Override
    public ObjectNode body(String model, boolean stream) {
        ObjectNode body = Tree.object().put("model", model).put("max_completion_tokens", 16_000);
        body.put("reasoning_effort", "medium").set("messages", messages);
        ArrayNode tools = body.putArray("tools");
        for (String tool : TOOLS) {
            ObjectNode function = tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool);
            function.put("description", "d").set("parameters", Agent.schema());
        }
        if (stream) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return body;
    }

    @Override
    public List<Call> said(JsonNode answer) {
        ObjectNode message = answer.at("/choices/0/message").deepCopy();
        // Clients leave out what they got as null.
        message.properties()
                .removeIf(
                        member -> member.getValue().isNull() && !member.getKey().equals("content"));
        messages.add(message);
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(
                    new Call(call.path("id").asText(), call.at("/function/name").asText()));
        }
        return calls;
    }

    @Override
    public void did(List<Done> results) {
        boolean picture = false;
        for (Done done : results) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", done.call().id())
                    .put("content", (done.failed() ? "Error: " : "") + done.text());
            picture |= done.picture();
        }
        if (picture) {
            // Tools can say text only here.
            asks("The picture.", true);
        }
    }

    @Override
    public JsonNode whole(List<JsonNode> events) {
        ObjectNode answer = Tree.object();
        ObjectNode message = answer.putArray("choices").addObject().putObject("message");
        message.put("role", "assistant").putNull("content");
        for (JsonNode event : events) {
            JsonNode delta = event.at("/choices/0/delta");
            for (String name : List.of("content", "reasoning_content", "refusal")) {
                if (delta.path(name).isTextual() && !delta.path(name).asText().isEmpty()) {
                    Agent.append(message, name, delta.path(name).asText());
                }
            }
            delta.path("thinking_blocks")
                    .forEach(block -> message.withArray("thinking_blocks").add(block.deepCopy()));
            if (delta.has("extra_content")) {
                message.set("extra_content", delta.path("extra_content"));
            }
            delta.path("tool_calls").forEach(piece -> call(piece, message.withArray("tool_calls")));
        }
        return answer;
    }

    private static void call(JsonNode piece, ArrayNode calls) {
        if (piece.has("id")) {
            ObjectNode head = piece.deepCopy();
            head.remove("index");
            calls.add(head);
        } else {
            ObjectNode function =
                    (ObjectNode) calls.path(piece.path("index").asInt()).path("function");
            Agent.append(function, "arguments", piece.at("/function/arguments").asText());
        }
    }
}
