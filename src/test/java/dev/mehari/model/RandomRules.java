package dev.mehari.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Conditions and requests of few words, so that many of them meet. */
final class RandomRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORDS = List.of("a", "ab", "5", "true", "gold", "user", "probe", "key_1", "red");
    private static final List<Object> VALUES = List.of("a", "ab", "5", 5, 5.0, 0.5, 0, -1, true, false, "user", "red");
    private static final List<String> OPEN = List.of(
            "headers.x-a",
            "headers.X-B",
            "body.temperature",
            "body.user",
            "body.flag",
            "body.list",
            "body.metadata",
            "body.messages[0].role",
            "body.messages[1].content",
            "body.messages.size",
            "body.metadata.level",
            "body.no");
    private static final List<String> TEXTS =
            List.of("model", "alias", "endpoint", "protocol", "key.id", "key.name", "key.role", "team.name");
    private static final List<String> EXPRESSIONS = List.of("^a", "b$", "[0-9]+", "(a|g)o?", "^$", ".", "u.e");
    private static final List<String> ORDERS = List.of("gt", "gte", "lt", "lte");

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    com.fasterxml.jackson.databind.JsonNode condition(int depth) {
        int form = random.nextInt(depth == 0 ? 1 : 5);
        if (form < 2) {
            return test();
        }
        ArrayNode inner = JSON.createArrayNode();
        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            inner.add(condition(depth - 1));
        }
        return switch (form) {
            case 2 -> JSON.createObjectNode().set("all", inner);
            case 3 -> JSON.createObjectNode().set("any", inner);
            default -> JSON.createObjectNode().set("not", random.nextBoolean() ? inner : condition(depth - 1));
        };
    }

    private ObjectNode test() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> open(pick(OPEN));
            case 6, 7 -> text(pick(TEXTS), "eq", "ne", "in", "contains", "regex", "exists");
            case 8 -> text(pick(List.of("key.tags", "tags")), "in", "contains", "exists");
            case 9 -> of("stream", pick(List.of("eq", "ne"))).put("value", random.nextBoolean());
            case 10 -> of("token_usage.input_tokens", pick(ORDERS)).put("value", 1199 + random.nextInt(3));
            default -> time();
        };
    }

    private ObjectNode open(String field) {
        ObjectNode test =
                of(field, pick(List.of("eq", "ne", "in", "contains", "regex", "exists", "gt", "gte", "lt", "lte")));
        String operator = test.get("operator").textValue();
        boolean header = field.startsWith("headers.");
        switch (operator) {
            case "exists" -> test.put("value", random.nextBoolean());
            case "regex" -> test.put("value", pick(EXPRESSIONS));
            case "in" -> {
                ArrayNode all = test.putArray("value");
                for (int i = random.nextInt(3); i >= 0; i--) {
                    all.addPOJO(header ? pick(WORDS) : pick(VALUES));
                }
            }
            case "gt", "gte", "lt", "lte" -> test.putPOJO("value", pick(List.of(5, 0.5, 0, -1, 2)));
            default -> test.putPOJO("value", header ? pick(WORDS) : pick(VALUES));
        }
        return JSON.valueToTree(test);
    }

    private ObjectNode text(String field, String... operators) {
        ObjectNode test = of(field, pick(List.of(operators)));
        switch (test.get("operator").textValue()) {
            case "exists" -> test.put("value", random.nextBoolean());
            case "regex" -> test.put("value", pick(EXPRESSIONS));
            case "in" -> test.putArray("value").add(pick(WORDS)).add(pick(WORDS));
            default -> test.put("value", pick(WORDS));
        }
        return test;
    }

    private ObjectNode time() {
        ObjectNode test = switch (random.nextInt(3)) {
            case 0 -> of("time.day", pick(List.of("eq", "ne"))).put("value", pick(List.of("sun", "mon")));
            case 1 ->
                of("time.date", pick(ORDERS)).put("value", pick(List.of("2026-02-28", "2026-03-01", "2026-03-02")));
            default -> of("time.of_day", pick(ORDERS)).put("value", pick(List.of("11:59", "12:00", "13:00", "13:01")));
        };
        return random.nextBoolean() ? test : test.put("zone", "Asia/Tokyo");
    }

    private static ObjectNode of(String field, String operator) {
        return JSON.createObjectNode().put("field", field).put("operator", operator);
    }

    /** A request of a chat; most of what conditions ask for is there more often than not. */
    ObjectNode body() {
        ObjectNode body = JSON.createObjectNode();
        if (random.nextBoolean()) {
            body.putPOJO("temperature", pick(VALUES));
        }
        body.put("model", "probe");
        ArrayNode messages = body.putArray("messages");
        for (int i = random.nextInt(4); i > 0; i--) {
            messages.addObject().put("role", pick(WORDS)).put("content", pick(WORDS));
        }
        for (String name : List.of("user", "flag", "metadata", "list")) {
            switch (random.nextInt(5)) {
                case 0 -> {}
                case 1 -> body.putNull(name);
                case 2 -> body.putObject(name).putPOJO("level", pick(VALUES));
                case 3 -> body.putArray(name).addPOJO(pick(VALUES)).addPOJO(pick(VALUES));
                default -> body.putPOJO(name, pick(VALUES));
            }
        }
        return JSON.valueToTree(body);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        for (String name : List.of("x-a", "x-b")) {
            if (random.nextInt(3) > 0) {
                headers.put(name, pick(WORDS));
            }
        }
        return headers;
    }

    List<String> words() {
        return random.nextBoolean() ? List.of() : List.of(pick(WORDS), pick(WORDS));
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
