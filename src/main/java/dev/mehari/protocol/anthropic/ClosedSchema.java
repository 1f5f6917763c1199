package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A JSON schema as Anthropic's servers take it where they hold an answer to one: objects are closed, of oneOf they know
 * anyOf, and what they cannot enforce is told to the model in the description. The same steps as in the
 * {@code transformJSONSchema} of Anthropic's own SDK (1.11), in which a schema without a type is an error; here it is any
 * value.
 */
final class ClosedSchema {
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    private final ObjectNode left;
    private final ObjectNode out = Tree.object();

    private ClosedSchema(ObjectNode left) {
        this.left = left;
    }

    static JsonNode of(JsonNode schema) {
        return schema instanceof ObjectNode object ? new ClosedSchema(object.deepCopy()).transformed() : schema;
    }

    /** Whether a schema is as strict as OpenAI wants it: every object is closed and needs all of its members. */
    static boolean closed(JsonNode schema) {
        if (schema.has("properties") || schema.path("type").asText().equals("object")) {
            Set<String> needed = new HashSet<>();
            schema.path("required").forEach(name -> needed.add(name.asText()));
            boolean all = true;
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                all &= needed.contains(property.getKey()) && closed(property.getValue());
            }
            JsonNode more = schema.get("additionalProperties");
            if (!all || more == null || !more.isBoolean() || more.booleanValue()) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            boolean inside = member.getKey().equals("$defs")
                    ? closedEach(member.getValue())
                    : member.getKey().equals("properties") || closedInside(member.getValue());
            if (!inside) {
                return false;
            }
        }
        return true;
    }

    private static boolean closedEach(JsonNode schemas) {
        for (JsonNode schema : schemas) {
            if (!closed(schema)) {
                return false;
            }
        }
        return true;
    }

    private static boolean closedInside(JsonNode value) {
        return value.isArray() ? closedEach(value) : closed(value);
    }

    private ObjectNode transformed() {
        each("$defs");
        JsonNode ref = left.remove("$ref");
        if (ref != null) {
            return out.set("$ref", ref);
        }
        boolean literals = literals();
        JsonNode type = left.remove("type");
        JsonNode anyOf = left.remove("anyOf");
        JsonNode oneOf = left.remove("oneOf");
        JsonNode allOf = left.remove("allOf");
        left.remove("$schema");
        if (anyOf != null && anyOf.isArray()) {
            variants("anyOf", anyOf);
        } else if (oneOf != null && oneOf.isArray()) {
            variants("anyOf", oneOf);
        } else if (allOf != null && allOf.isArray()) {
            variants("allOf", allOf);
        } else if (!literals && type != null) {
            out.set("type", type);
        }
        move("description");
        move("title");
        if (!literals && type != null) {
            byType(type);
        }
        describe();
        return out;
    }

    /** Whether the values are listed: then the type says nothing more. */
    private boolean literals() {
        JsonNode values = left.path("enum");
        boolean listed = values.isArray() && !values.isEmpty();
        for (JsonNode value : values) {
            listed &= value.isValueNode();
        }
        if (listed) {
            move("enum");
        }
        if (left.has("const") && left.path("const").isValueNode()) {
            move("const");
            return true;
        }
        return listed;
    }

    private void byType(JsonNode type) {
        List<String> types = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asText()));
        } else {
            types.add(type.asText());
        }
        if (types.contains("object")) {
            each("properties");
            if (!out.has("properties")) {
                out.putObject("properties");
            }
            left.remove("additionalProperties");
            out.put("additionalProperties", false);
            move("required");
        }
        if (types.contains("string") && FORMATS.contains(left.path("format").asText())) {
            move("format");
        }
        if (types.contains("array")) {
            JsonNode items = left.remove("items");
            if (items != null) {
                out.set("items", of(items));
            }
            int least = left.path("minItems").asInt(-1);
            if (least == 0 || least == 1) {
                move("minItems");
            }
        }
    }

    private void each(String name) {
        JsonNode schemas = left.remove(name);
        if (schemas != null && schemas.isObject()) {
            ObjectNode all = out.putObject(name);
            schemas.properties().forEach(schema -> all.set(schema.getKey(), of(schema.getValue())));
        }
    }

    private void variants(String name, JsonNode schemas) {
        var all = out.putArray(name);
        schemas.forEach(schema -> all.add(of(schema)));
    }

    private void move(String name) {
        JsonNode value = left.remove(name);
        if (value != null) {
            out.set(name, value);
        }
    }

    private void describe() {
        if (left.isEmpty()) {
            return;
        }
        StringJoiner rest = new StringJoiner(", ", "{", "}");
        left.properties().forEach(member -> rest.add(member.getKey() + ": " + Tree.text(member.getValue())));
        String known = out.path("description").asText("");
        out.put("description", known.isEmpty() ? rest.toString() : known + "\n\n" + rest);
    }
}
