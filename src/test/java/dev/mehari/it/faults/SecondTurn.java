package dev.mehari.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The next request of a conversation, as a client makes it of an answer: the answer as it came, and what the tools said. */
final class SecondTurn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SecondTurn() {}

    /** The member of the request that holds the conversation. */
    static String of(Caller caller, String answer) {
        JsonNode root = Heard.json(answer);
        ArrayNode turns = JSON.createArrayNode();
        String member = switch (caller) {
            case CHAT, MESSAGES -> "messages";
            case RESPONSES -> "input";
            case GEMINI, GEMINI_ARRAY -> "contents";
        };
        turns.add(
                Heard.json("{" + caller.asks("go") + "}").path(member).isTextual()
                        ? JSON.createObjectNode().put("role", "user").put("content", "go")
                        : Heard.json("{" + caller.asks("go") + "}").path(member).get(0));
        switch (caller) {
            case CHAT -> chat(root.at("/choices/0/message"), turns);
            case RESPONSES -> responses(root.path("output"), turns);
            case MESSAGES -> messages(root.path("content"), turns);
            case GEMINI, GEMINI_ARRAY -> gemini(root.at("/candidates/0/content"), turns);
        }
        return "\"" + member + "\":" + turns;
    }

    private static void chat(JsonNode message, ArrayNode turns) {
        turns.add(message);
        for (JsonNode call : message.path("tool_calls")) {
            turns.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", call.path("id").asText())
                    .put("content", "done");
        }
    }

    private static void responses(JsonNode output, ArrayNode turns) {
        output.forEach(turns::add);
        for (JsonNode item : output) {
            if (item.path("type").asText().equals("function_call")) {
                turns.addObject()
                        .put("type", "function_call_output")
                        .put("call_id", item.path("call_id").asText())
                        .put("output", "done");
            }
        }
    }

    private static void messages(JsonNode content, ArrayNode turns) {
        turns.addObject().put("role", "assistant").set("content", content);
        ObjectNode results = turns.addObject().put("role", "user");
        ArrayNode blocks = results.putArray("content");
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("tool_use")) {
                blocks.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", block.path("id").asText())
                        .put("content", "done");
            }
        }
    }

    private static void gemini(JsonNode content, ArrayNode turns) {
        turns.add(content);
        ArrayNode parts = turns.addObject().put("role", "user").putArray("parts");
        for (JsonNode part : content.path("parts")) {
            if (part.has("functionCall")) {
                ObjectNode response = parts.addObject().putObject("functionResponse");
                response.put("name", part.at("/functionCall/name").asText());
                response.set("id", part.at("/functionCall/id"));
                response.putObject("response").put("output", "done");
            }
        }
    }
}
