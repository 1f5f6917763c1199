package dev.mehari.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what came with what a case expects. Matchers: {@code $$any} present, {@code $$int} an integer,
 * {@code $$prefix:p} a string that starts so, {@code $$id:name:p} the same with one value for each name in the case.
 */
public final class Expected {
    private final Map<String, String> ids = new HashMap<>();

    /** What differs in a request for an upstream, in which nothing may stand that is not expected. */
    public List<String> inRequest(JsonNode expected, JsonNode actual) {
        List<String> wrong = new ArrayList<>();
        compare("", expected, actual, false, wrong);
        return wrong;
    }

    /** What differs in an answer to a caller, which may hold more than is expected. */
    public List<String> inAnswer(JsonNode expected, JsonNode actual) {
        List<String> wrong = new ArrayList<>();
        compare("", expected, actual, true, wrong);
        return wrong;
    }

    private void compare(
            String at, @Nullable JsonNode expected, @Nullable JsonNode actual, boolean more, List<String> wrong) {
        if (nothing(expected) && nothing(actual)) {
            return;
        }
        if (expected == null || actual == null || expected.isNull() || actual.isNull()) {
            boolean off = at.endsWith(".stream")
                    && expected == null
                    && actual != null
                    && actual.isBoolean()
                    && !actual.booleanValue();
            if (!off) {
                wrong.add(at + ": expected " + expected + ", got " + actual);
            }
            return;
        }
        if (expected.isTextual() && expected.textValue().startsWith("$$")) {
            matcher(at, expected.textValue(), actual, wrong);
        } else if (at.endsWith(".arguments") && expected.isTextual() && actual.isTextual()) {
            if (!same(Tree.parse(expected.textValue()), Tree.parse(actual.textValue()))) {
                wrong.add(at + ": expected " + expected + ", got " + actual);
            }
        } else if (at.endsWith(".content") && expected.isArray() != actual.isArray()) {
            compare(at, blocks(expected), blocks(actual), more, wrong);
        } else if (expected.isObject() && actual.isObject()) {
            members(at, expected, actual, more, wrong);
        } else if (expected.isArray() && actual.isArray()) {
            if (expected.size() != actual.size()) {
                wrong.add(at + ": expected " + expected.size() + " elements, got " + actual);
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "[" + i + "]", expected.get(i), actual.get(i), more, wrong);
            }
        } else if (!same(expected, actual)) {
            wrong.add(at + ": expected " + expected + ", got " + actual);
        }
    }

    private void members(String at, JsonNode expected, JsonNode actual, boolean more, List<String> wrong) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> i = expected.fieldNames(); i.hasNext(); ) {
            names.add(i.next());
        }
        if (!more) {
            for (Iterator<String> i = actual.fieldNames(); i.hasNext(); ) {
                names.add(i.next());
            }
        }
        for (String name : names) {
            compare(at + "." + name, expected.get(name), actual.get(name), more, wrong);
        }
    }

    private void matcher(String at, String matcher, JsonNode actual, List<String> wrong) {
        String[] parts = matcher.split(":", 3);
        boolean fits = switch (parts[0]) {
            case "$$any" -> true;
            case "$$int" -> actual.isIntegralNumber();
            case "$$prefix" ->
                actual.isTextual() && actual.textValue().startsWith(matcher.substring("$$prefix:".length()));
            case "$$id" ->
                actual.isTextual()
                        && actual.textValue().startsWith(parts[2])
                        && ids.computeIfAbsent(parts[1], name -> actual.textValue())
                                .equals(actual.textValue());
            default -> throw new IllegalArgumentException("no matcher " + matcher);
        };
        if (!fits) {
            wrong.add(at + ": expected " + matcher + ", got " + actual);
        }
    }

    private static boolean nothing(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    /** A text as the list of one block that means the same. */
    private static JsonNode blocks(JsonNode content) {
        if (!content.isTextual()) {
            return content;
        }
        return Tree.array().add(Tree.object().put("type", "text").put("text", content.textValue()));
    }

    /** Equal, whatever way the numbers are written in. */
    static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                other);
    }
}
