package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A whole reply of chat completions, Gemini or Anthropic as the events of its vendor's stream. Of Responses see {@link StreamedItems}. */
final class Streamed {
    record Event(String name, String data) {
        static Event of(JsonNode data) {
            return new Event(data.path("type").asText(), data.toString());
        }

        Slice slice() {
            byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
            return new Slice(bytes, 0, bytes.length);
        }
    }

    private Streamed() {}

    static List<Event> of(String protocol, JsonNode reply) {
        return switch (protocol) {
            case "openai-chat" -> chat(reply);
            case "anthropic-messages" -> messages(reply);
            case "gemini-generate" -> gemini(reply);
            default -> StreamedItems.of(reply);
        };
    }

    private static List<Event> chat(JsonNode reply) {
        List<Event> events = new ArrayList<>();
        for (JsonNode choice : reply.path("choices")) {
            ObjectNode delta = choice.path("message").deepCopy();
            int index = 0;
            for (JsonNode call : delta.path("tool_calls")) {
                ((ObjectNode) call).put("index", index++);
            }
            ObjectNode said = choice.deepCopy();
            said.remove("message");
            said.putNull("finish_reason").set("delta", delta);
            events.add(chunk(reply, Tree.array().add(said)));
        }
        for (JsonNode choice : reply.path("choices")) {
            ObjectNode end = Tree.object().put("index", choice.path("index").asInt());
            end.set("finish_reason", choice.get("finish_reason"));
            end.putObject("delta");
            events.add(chunk(reply, Tree.array().add(end)));
        }
        ObjectNode usage = reply.deepCopy();
        usage.put("object", "chat.completion.chunk").putArray("choices");
        events.add(new Event("", usage.toString()));
        events.add(new Event("", "[DONE]"));
        return events;
    }

    private static Event chunk(JsonNode reply, ArrayNode choices) {
        ObjectNode chunk = reply.deepCopy();
        chunk.put("object", "chat.completion.chunk").set("choices", choices);
        chunk.remove("usage");
        return new Event("", chunk.toString());
    }

    /** A part of each candidate at a time; with the last comes all that is said beside them. */
    private static List<Event> gemini(JsonNode reply) {
        List<Event> events = new ArrayList<>();
        int most = 0;
        for (JsonNode candidate : reply.path("candidates")) {
            most = Math.max(most, candidate.at("/content/parts").size());
        }
        for (int part = 0; part < most; part++) {
            ObjectNode chunk = reply.deepCopy();
            for (JsonNode candidate : chunk.path("candidates")) {
                JsonNode own = candidate.at("/content/parts").path(part).deepCopy();
                ArrayNode parts = ((ObjectNode) candidate.path("content")).putArray("parts");
                if (!own.isMissingNode()) {
                    parts.add(own);
                }
                if (part < most - 1) {
                    ((ObjectNode) candidate).retain("index", "content");
                }
            }
            if (part < most - 1) {
                chunk.remove("usageMetadata");
            }
            events.add(new Event("", chunk.toString()));
        }
        return events;
    }

    private static List<Event> messages(JsonNode reply) {
        List<Event> events = new ArrayList<>();
        ObjectNode message = reply.deepCopy();
        message.putNull("stop_reason").putNull("stop_sequence").putArray("content");
        ((ObjectNode) message.path("usage")).put("output_tokens", 1);
        ObjectNode start = Tree.object().put("type", "message_start");
        start.set("message", message);
        events.add(Event.of(start));
        int index = 0;
        for (JsonNode block : reply.path("content")) {
            block(block, index++, events);
        }
        ObjectNode end = Tree.object().put("type", "message_delta");
        ObjectNode delta = end.putObject("delta");
        delta.set("stop_reason", reply.get("stop_reason"));
        delta.set("stop_sequence", reply.get("stop_sequence"));
        end.set("usage", reply.get("usage"));
        events.add(Event.of(end));
        events.add(Event.of(Tree.object().put("type", "message_stop")));
        return events;
    }

    private static void block(JsonNode block, int index, List<Event> events) {
        ObjectNode shell = block.deepCopy();
        List<ObjectNode> deltas = new ArrayList<>();
        for (String text : List.of("text", "thinking", "signature")) {
            if (block.has(text)) {
                shell.put(text, "");
                deltas.add(Tree.object().put("type", text + "_delta").set(text, block.get(text)));
            }
        }
        if (block.has("input")) {
            shell.putObject("input");
            deltas.add(Tree.object()
                    .put("type", "input_json_delta")
                    .put("partial_json", block.get("input").toString()));
        }
        for (JsonNode citation : block.path("citations")) {
            shell.putArray("citations");
            deltas.add(Tree.object().put("type", "citations_delta").set("citation", citation));
        }
        ObjectNode start = Tree.object().put("type", "content_block_start").put("index", index);
        start.set("content_block", shell);
        events.add(Event.of(start));
        for (ObjectNode each : deltas) {
            ObjectNode event = Tree.object().put("type", "content_block_delta").put("index", index);
            event.set("delta", each);
            events.add(Event.of(event));
        }
        events.add(Event.of(Tree.object().put("type", "content_block_stop").put("index", index)));
    }
}
