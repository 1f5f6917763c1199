package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Law;
import java.util.ArrayList;
import java.util.List;

/** Responses that nobody keeps: the items of every answer go back as they came. */
final class ResponsesAgent implements Agent {
    private final ArrayNode input = Tree.array();

    @Override
    public Law law() {
        return Law.RESPONSES;
    }

    @Override
    public String path(String model, boolean stream) {
        return "/v1/responses";
    }

    @Override
    public void asks(String text, boolean picture) {
        ArrayNode parts =
                input.addObject().put("type", "message").put("role", "user").putArray("content");
        Agent.text(parts, "input_text", text);
        if (picture) {
            picture(parts);
        }
    }

    private static void picture(ArrayNode parts) {
        parts.addObject()
                .put("type", "input_image")
                .put("image_url", "data:image/png;base64," + PNG)
                .put("detail", "auto");
    }

    @Override
    public ObjectNode body(String model, boolean stream) {
        ObjectNode body = Tree.object().put("model", model).put("instructions", SYSTEM);
        body.put("store", false).put("max_output_tokens", 16_000).set("input", input);
        body.putObject("reasoning").put("effort", "medium").put("summary", "auto");
        body.putArray("include").add("reasoning.encrypted_content");
        ArrayNode tools = body.putArray("tools");
        for (String tool : TOOLS) {
            tools.addObject()
                    .put("type", "function")
                    .put("name", tool)
                    .put("description", "d")
                    .put("strict", false)
                    .set("parameters", Agent.schema());
        }
        return stream ? body.put("stream", true) : body;
    }

    @Override
    public List<Call> said(JsonNode answer) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode item : answer.path("output")) {
            input.add(item);
            if (item.path("type").asText().equals("function_call")) {
                calls.add(new Call(
                        item.path("call_id").asText(), item.path("name").asText()));
            }
        }
        return calls;
    }

    @Override
    public void did(List<Done> results) {
        for (Done done : results) {
            ObjectNode item = input.addObject().put("type", "function_call_output");
            ArrayNode said = item.put("call_id", done.call().id()).putArray("output");
            Agent.text(said, "input_text", done.text());
            if (done.picture()) {
                picture(said);
            }
        }
    }

    @Override
    public JsonNode whole(List<JsonNode> events) {
        return events.getLast().path("response");
    }
}
