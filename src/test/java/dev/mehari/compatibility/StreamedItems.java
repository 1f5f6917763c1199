package dev.mehari.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A whole reply of Responses as the events of its stream. */
final class StreamedItems {
    private final List<Streamed.Event> events = new ArrayList<>();
    private int number;

    private StreamedItems() {}

    static List<Streamed.Event> of(JsonNode reply) {
        StreamedItems all = new StreamedItems();
        ObjectNode begun = reply.deepCopy();
        begun.put("status", "in_progress").putNull("usage").putArray("output");
        begun.remove("incomplete_details");
        all.say("response.created", "response", begun);
        int index = 0;
        for (JsonNode item : reply.path("output")) {
            all.item(item, index++);
        }
        all.say("response." + reply.path("status").asText(), "response", reply);
        return all.events;
    }

    private ObjectNode say(String type, String member, JsonNode value) {
        ObjectNode event = Tree.object().put("type", type).put("sequence_number", number++);
        event.set(member, value);
        events.add(Streamed.Event.of(event));
        return event;
    }

    /** An event about a part of an item. */
    private void say(String type, JsonNode item, int output, Object... members) {
        ObjectNode event = Tree.object().put("type", type).put("sequence_number", number++);
        event.put("output_index", output).set("item_id", item.path("id"));
        for (int i = 0; i < members.length; i += 2) {
            event.putPOJO(members[i].toString(), members[i + 1]);
        }
        events.add(Streamed.Event.of(event));
    }

    private void item(JsonNode item, int output) {
        ObjectNode shell = item.deepCopy();
        if (shell.has("status")) {
            shell.put("status", "in_progress");
        }
        for (String list : Set.of("content", "summary")) {
            if (shell.has(list)) {
                shell.putArray(list);
            }
        }
        if (shell.has("arguments")) {
            shell.put("arguments", "");
        }
        shell.remove("result");
        say("response.output_item.added", "item", shell, output);
        int index = 0;
        for (JsonNode part : item.path("summary")) {
            summary(item, output, part, index++);
        }
        index = 0;
        for (JsonNode part : item.path("content")) {
            part(item, output, part, index++);
        }
        if (item.has("arguments")) {
            JsonNode arguments = item.get("arguments");
            say("response.function_call_arguments.delta", item, output, "delta", arguments);
            say("response.function_call_arguments.done", item, output, "arguments", arguments);
        }
        say("response.output_item.done", "item", item, output);
    }

    private void say(String type, String member, JsonNode item, int output) {
        ObjectNode event =
                Tree.object().put("type", type).put("sequence_number", number++).put("output_index", output);
        event.set(member, item);
        events.add(Streamed.Event.of(event));
    }

    private void summary(JsonNode item, int output, JsonNode part, int index) {
        ObjectNode empty = part.deepCopy();
        empty.put("text", "");
        String type = "response.reasoning_summary_";
        JsonNode text = part.get("text");
        say(type + "part.added", item, output, "summary_index", index, "part", empty);
        say(type + "text.delta", item, output, "summary_index", index, "delta", text);
        say(type + "text.done", item, output, "summary_index", index, "text", text);
        say(type + "part.done", item, output, "summary_index", index, "part", part);
    }

    private void part(JsonNode item, int output, JsonNode part, int index) {
        boolean refusal = part.has("refusal");
        String type = "response." + part.path("type").asText();
        String member = refusal ? "refusal" : "text";
        JsonNode text = part.get(member);
        ObjectNode empty = part.deepCopy();
        empty.put(member, "");
        if (!refusal) {
            empty.putArray("annotations");
            empty.remove("logprobs");
        }
        JsonNode logprobs = part.has("logprobs") ? part.get("logprobs") : Tree.array();
        say("response.content_part.added", item, output, "content_index", index, "part", empty);
        say(type + ".delta", item, output, "content_index", index, "delta", text, "logprobs", logprobs);
        int number = 0;
        for (JsonNode annotation : part.path("annotations")) {
            say(
                    type + ".annotation.added",
                    item,
                    output,
                    "content_index",
                    index,
                    "annotation_index",
                    number++,
                    "annotation",
                    annotation);
        }
        say(type + ".done", item, output, "content_index", index, member, text, "logprobs", logprobs);
        say("response.content_part.done", item, output, "content_index", index, "part", part);
    }
}
