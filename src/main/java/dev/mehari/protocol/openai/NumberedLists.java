package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.HashMap;
import java.util.Map;

/**
 * The lists of a stream. Each entry has a number, from 0 in the order in which they come: OpenAI's client for Python puts a
 * list together by it, and fails where there is none ({@code accumulate_delta} in its {@code lib/streaming/_deltas.py}).
 * One choice, one thread.
 */
final class NumberedLists {
    private final Map<String, Integer> next = new HashMap<>();

    /** A delta with a member: its entries are numbered when it is a list. */
    ObjectNode delta(String name, JsonNode value) {
        if (!value.isArray()) {
            return Tree.object(name, value);
        }
        ObjectNode delta = Tree.object();
        value.forEach(entry -> add(delta, name, entry));
        return delta;
    }

    /** A delta with one entry of a list. */
    ObjectNode one(String list, JsonNode entry) {
        ObjectNode delta = Tree.object();
        add(delta, list, entry);
        return delta;
    }

    private void add(ObjectNode delta, String list, JsonNode entry) {
        int number = next.merge(list, 1, Integer::sum) - 1;
        ObjectNode numbered = delta.withArrayProperty(list).addObject().put("index", number);
        entry.properties().forEach(member -> numbered.putIfAbsent(member.getKey(), member.getValue()));
    }
}
