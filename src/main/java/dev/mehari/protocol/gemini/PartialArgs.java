package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Arguments that come in pieces, each a value with the path where it belongs: {@code PartialArg} of Google's reference. */
final class PartialArgs {
    /** A step of a path: {@code .name}, {@code [0]}, {@code ['name']} or {@code ["name"]}. */
    private static final Pattern STEP = Pattern.compile(
            "\\.([^.\\[\\]]+)|\\[(\\d{1,9})]|\\['((?:[^'\\\\]|\\\\.)*)']|\\[\"((?:[^\"\\\\]|\\\\.)*)\"]");

    /** Characters of a path. Each step of one nests deeper, and whoever reads or writes what is nested needs a stack for it. */
    private static final int LONGEST = 1_000;

    private static final List<String> VALUES = List.of("stringValue", "numberValue", "boolValue", "nullValue");

    private PartialArgs() {}

    /**
     * Adds a piece. Text goes behind the text that is there.
     *
     * @return false when it says neither what nor where
     */
    static boolean add(JsonNode piece, ObjectNode args) {
        List<String> path = path(piece.path("jsonPath").asText(""));
        JsonNode value = value(piece);
        if (path.isEmpty() || value == null) {
            return false;
        }
        JsonNode owner = args;
        for (int i = 0; i < path.size() - 1; i++) {
            boolean list = number(path.get(i + 1)) != null;
            JsonNode there = get(owner, path.get(i));
            if (there == null || there.isNull()) {
                there = list ? Tree.array() : Tree.object();
                if (!set(owner, path.get(i), there)) {
                    return false;
                }
            }
            owner = there;
        }
        JsonNode before = get(owner, path.getLast());
        boolean goesOn = before != null && before.isTextual() && value.isTextual();
        String text = goesOn && before != null ? before.textValue() + value.textValue() : "";
        return set(owner, path.getLast(), goesOn ? TextNode.valueOf(text) : value);
    }

    /** Names, and numbers in brackets; empty when it is no path, or longer than any. */
    private static List<String> path(String path) {
        List<String> steps = new ArrayList<>();
        if (!path.startsWith("$") || path.length() > LONGEST) {
            return steps;
        }
        Matcher step = STEP.matcher(path);
        int at = 1;
        while (at < path.length()) {
            if (!step.region(at, path.length()).lookingAt()) {
                return List.of();
            }
            String name = step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4);
            steps.add(name == null ? "[" + step.group(2) : "." + name.replaceAll("\\\\(.)", "$1"));
            at = step.end();
        }
        return steps;
    }

    private static @Nullable Integer number(String step) {
        return step.startsWith("[") ? Integer.valueOf(step.substring(1)) : null;
    }

    private static @Nullable JsonNode value(JsonNode piece) {
        for (String name : VALUES) {
            if (piece.has(name)) {
                return name.equals("nullValue") ? NullNode.instance : piece.get(name);
            }
        }
        return null;
    }

    private static @Nullable JsonNode get(JsonNode owner, String step) {
        Integer number = number(step);
        return number == null ? owner.get(step.substring(1)) : owner.get(number);
    }

    /** A list grows by one; a step further would be a hole, and whoever sends it could ask for any amount of memory. */
    private static boolean set(JsonNode owner, String step, JsonNode value) {
        Integer number = number(step);
        if (number == null) {
            if (owner instanceof ObjectNode object) {
                object.set(step.substring(1), value);
                return true;
            }
            return false;
        }
        if (!(owner instanceof ArrayNode list) || number > list.size()) {
            return false;
        }
        if (number == list.size()) {
            list.add(value);
        } else {
            list.set(number, value);
        }
        return true;
    }
}
