package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.legal.Law;
import java.util.List;

/**
 * A coding agent that speaks one protocol. It keeps its conversation as the programs of that protocol do, with what the
 * model said as it came, and says all of it in every call.
 */
interface Agent {
    String SYSTEM = "You are a coding agent. Work step by step, and look before you change anything.";
    String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** Its tools: one of them shows pictures. */
    List<String> TOOLS = List.of("read_file", "edit_file", "run_command", "view_image");

    /** A call that the model made. */
    record Call(String id, String name) {}

    /** What became of a call. */
    record Done(Call call, String text, boolean failed, boolean picture) {}

    Law law();

    String path(String model, boolean stream);

    /** A task, or more of one. */
    void asks(String text, boolean picture);

    ObjectNode body(String model, boolean stream);

    /** Keeps what the model said, and gives the calls of it. */
    List<Call> said(JsonNode answer);

    void did(List<Done> results);

    /** A stream as the whole answer that it is. */
    JsonNode whole(List<JsonNode> events);

    static Agent of(Dialect dialect) {
        return switch (dialect) {
            case CHAT -> new ChatAgent();
            case RESPONSES -> new ResponsesAgent();
            case ANTHROPIC -> new MessagesAgent();
            case GEMINI -> new GeminiAgent();
        };
    }

    static ObjectNode schema() {
        ObjectNode schema = Tree.object().put("type", "object");
        schema.putObject("properties").putObject("path").put("type", "string").put("description", "Path of the file.");
        schema.putArray("required").add("path");
        return schema.put("additionalProperties", false);
    }

    static void append(ObjectNode to, String name, String more) {
        to.put(name, to.path(name).asText("") + more);
    }

    static ObjectNode text(ArrayNode list, String type, String text) {
        return list.addObject().put("type", type).put("text", text);
    }
}
