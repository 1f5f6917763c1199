package dev.mehari.protocol.legal;

import static dev.mehari.protocol.legal.Illegal.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.Set;

/** Members that have to be there, of the kind that they have to be. */
final class Shape {
    private Shape() {}

    static ObjectNode object(String json, String rule) {
        JsonNode tree = Tree.parse(json);
        must(tree instanceof ObjectNode, rule + " is an object", json);
        return tree instanceof ObjectNode object ? object : Tree.object();
    }

    static ObjectNode object(JsonNode owner, String name, String rule) {
        JsonNode value = owner.get(name);
        must(value instanceof ObjectNode, rule + ": \"" + name + "\" is an object", owner);
        return value instanceof ObjectNode object ? object : Tree.object();
    }

    static ArrayNode array(JsonNode owner, String name, String rule) {
        JsonNode value = owner.get(name);
        must(value instanceof ArrayNode, rule + ": \"" + name + "\" is an array", owner);
        return value instanceof ArrayNode array ? array : Tree.array();
    }

    static String text(JsonNode owner, String name, String rule) {
        JsonNode value = owner.path(name);
        must(value.isTextual(), rule + ": \"" + name + "\" is a text", owner);
        return value.asText();
    }

    /** A text that is not empty. */
    static String words(JsonNode owner, String name, String rule) {
        String text = text(owner, name, rule);
        must(!text.isEmpty(), rule + ": \"" + name + "\" is not empty", owner);
        return text;
    }

    static String oneOf(JsonNode owner, String name, Set<String> known, String rule) {
        String text = text(owner, name, rule);
        must(known.contains(text), rule + ": \"" + name + "\" is one of " + known, owner);
        return text;
    }

    static int index(JsonNode owner, String name, String rule) {
        JsonNode value = owner.path(name);
        must(value.isInt() && value.intValue() >= 0, rule + ": \"" + name + "\" is an index", owner);
        return value.intValue();
    }

    static long count(JsonNode owner, String name, String rule) {
        JsonNode value = owner.path(name);
        must(
                value.isIntegralNumber() && value.longValue() >= 0,
                rule + ": \"" + name + "\" counts and is not negative",
                owner);
        return value.longValue();
    }

    static void isNull(JsonNode owner, String name, String rule) {
        must(owner.has(name) && owner.path(name).isNull(), rule + ": \"" + name + "\" is there, and null", owner);
    }

    static boolean says(JsonNode owner, String name) {
        return !owner.path(name).isMissingNode() && !owner.path(name).isNull();
    }
}
