package dev.mehari.protocol.wild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes of a good stream one that no vendor should send: events lost, twice, in another order, with other values. */
final class Wild {
    private static final String[] VALUES = {
        "null",
        "\"\"",
        "\"wild\"",
        "0",
        "-1",
        "1",
        "2",
        "99999999999",
        "1.5",
        "1e400",
        "true",
        "false",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        "{\"a\":1}",
        "[\"x\",{\"type\":\"text\",\"text\":\"y\"}]",
        "\"stop\"",
        "\"STOP\"",
        "\"error\"",
        "\"tool_use\"",
        "\"\\ud83d\""
    };

    private static final String[] RAW = {
        "[DONE]",
        "{",
        "null",
        "[]",
        "\"x\"",
        "{\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":null}}",
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
        "{\"error\":null}",
        "{\"type\":\"future_thing\",\"x\":1}",
        "{}",
        "not json"
    };

    private final Random random;

    private Wild(Random random) {
        this.random = random;
    }

    static List<Line> of(List<Line> good, Random random) {
        List<Line> lines = new ArrayList<>(good);
        Wild wild = new Wild(random);
        for (int left = 1 + random.nextInt(4); left > 0 && !lines.isEmpty(); left--) {
            wild.once(lines);
        }
        return lines;
    }

    private void once(List<Line> lines) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(9)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size() + 1), lines.get(at));
            case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
            case 3 -> lines.add(random.nextInt(lines.size() + 1), Line.raw(RAW[random.nextInt(RAW.length)]));
            case 4 -> lines.subList(at, lines.size()).clear();
            default -> {
                ObjectNode json = lines.get(at).json();
                if (json != null) {
                    ObjectNode other = json.deepCopy();
                    change(other, 0);
                    lines.set(at, lines.get(at).with(other));
                }
            }
        }
    }

    /** Changes one member, deep down or not. */
    private void change(ContainerNode<?> node, int depth) {
        if (node.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        int at = random.nextInt(node.size());
        JsonNode child = node.isArray() ? node.get(at) : node.get(names.get(at));
        if (child instanceof ContainerNode<?> inner && !inner.isEmpty() && random.nextInt(5) != 0 && depth < 8) {
            change(inner, depth + 1);
        } else if (node instanceof ObjectNode object) {
            if (random.nextInt(3) == 0) {
                object.remove(names.get(at));
            } else {
                object.set(names.get(at), value());
            }
        } else if (node instanceof ArrayNode array) {
            switch (random.nextInt(3)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(child.deepCopy());
                default -> array.set(at, value());
            }
        }
    }

    private JsonNode value() {
        JsonNode value = Tree.parse(VALUES[random.nextInt(VALUES.length)]);
        if (value == null) {
            throw new IllegalStateException("each is JSON");
        }
        return value;
    }
}
