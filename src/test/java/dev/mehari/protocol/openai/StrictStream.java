package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.Map;
import java.util.TreeMap;

/** Reads a stream as the strictest of clients would, and puts its messages together. */
final class StrictStream {
    private final Map<Integer, ObjectNode> choices = new TreeMap<>();
    private final Map<Integer, String> finished = new TreeMap<>();
    private String id = "";
    private boolean done;

    private StrictStream() {}

    /** The choices as a whole answer has them. */
    static ArrayNode read(String stream) {
        StrictStream strict = new StrictStream();
        for (String block : stream.split("\n\n", -1)) {
            if (!block.isEmpty() && !block.startsWith(":")) {
                must(block.startsWith("data: ") && block.indexOf('\n') < 0, block);
                strict.data(block.substring(6));
            }
        }
        must(strict.done, "no [DONE]");
        must(strict.finished.keySet().equals(strict.choices.keySet()), "a choice without an end");
        ArrayNode all = Tree.array();
        strict.choices.forEach((index, message) -> {
            ObjectNode choice = all.addObject().put("index", index);
            choice.set("message", message);
            choice.put("finish_reason", strict.finished.get(index));
        });
        return all;
    }

    private static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private void data(String data) {
        must(!done, "something behind [DONE]");
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        JsonNode chunk = Tree.parse(data);
        if (chunk == null) {
            throw new AssertionError(data);
        }
        must(chunk.path("object").asText().equals("chat.completion.chunk"), data);
        must(id.isEmpty() || id.equals(chunk.path("id").asText()), "another id");
        id = chunk.path("id").asText();
        for (JsonNode choice : chunk.path("choices")) {
            choice(choice);
        }
    }

    private void choice(JsonNode choice) {
        must(choice.path("index").isInt() && choice.has("finish_reason"), choice.toString());
        int index = choice.path("index").intValue();
        must(!finished.containsKey(index), "more of a choice that has ended");
        JsonNode delta = choice.path("delta");
        must(delta.isObject(), "no delta");
        ObjectNode message = choices.get(index);
        must((message == null) == delta.has("role"), "the role is said once, first");
        if (message == null) {
            message = Tree.object();
            choices.put(index, message);
        }
        for (Map.Entry<String, JsonNode> member : delta.properties()) {
            add(message, member.getKey(), member.getValue());
        }
        if (!choice.path("finish_reason").isNull()) {
            must(delta.isEmpty(), "a reason with more");
            finished.put(index, choice.path("finish_reason").textValue());
        }
    }

    private static void add(ObjectNode message, String name, JsonNode value) {
        if (value.isArray()) {
            must(!value.isEmpty(), "an empty list of " + name);
            value.forEach(item -> item(message.withArray(name), name, item));
        } else if (value.isObject()) {
            ObjectNode into = message.withObject("/" + name);
            value.properties().forEach(member -> add(into, member.getKey(), member.getValue()));
        } else {
            message.put(name, message.path(name).asText("") + value.textValue());
        }
    }

    private static void item(ArrayNode list, String name, JsonNode item) {
        must(item.path("index").isInt(), "no index in " + name);
        int index = item.path("index").intValue();
        must(index <= list.size(), "an index left out in " + name);
        if (index == list.size()) {
            must(!name.equals("tool_calls") || (item.has("id") && item.has("type")), "a call without a head");
            list.addObject();
        } else {
            must(name.equals("tool_calls") && !item.has("id"), "a second head in " + name);
        }
        ObjectNode into = (ObjectNode) list.get(index);
        item.properties().stream()
                .filter(member -> !member.getKey().equals("index"))
                .forEach(member -> add(into, member.getKey(), member.getValue()));
    }
}
