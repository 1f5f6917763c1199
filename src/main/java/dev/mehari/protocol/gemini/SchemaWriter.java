package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.protocol.chat.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes JSON Schema with the keywords that Google takes in {@code parametersJsonSchema} and {@code responseJsonSchema},
 * and no others. What another keyword means is said by those, or else in the description. One schema.
 */
final class SchemaWriter {
    /** From Google's reference of FunctionDeclaration, besides those that hold schemas. */
    private static final Set<String> TAKEN = Set.of(
            "$id",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "required",
            "propertyOrdering");

    /** They say nothing about values. */
    private static final Set<String> SILENT = Set.of(
            "$schema", "$comment", "$vocabulary", "examples", "example", "deprecated", "readOnly", "writeOnly", "id");

    private boolean lossy;

    /** Whether something is now only described, or not said at all. */
    boolean lossy() {
        return lossy;
    }

    JsonNode write(JsonNode schema) {
        if (!schema.isObject()) {
            lossy |= !schema.asBoolean();
            return Tree.object();
        }
        ObjectNode out = Tree.object();
        List<String> described = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            keyword(member.getKey(), member.getValue(), schema, out, described);
        }
        // Behind the rest, which would overwrite them.
        exclusive("exclusiveMinimum", "minimum", 1, schema, out, described);
        exclusive("exclusiveMaximum", "maximum", -1, schema, out, described);
        schema.path("allOf").forEach(part -> merge(write(part), out));
        if (schema.path("nullable").asBoolean()) {
            OpenApiSchema.orNull(out);
        }
        if (!described.isEmpty()) {
            lossy = true;
            String notes = "{" + String.join(", ", described) + "}";
            String before = out.path("description").asText();
            out.put("description", before.isEmpty() ? notes : before + "\n\n" + notes);
        }
        return out;
    }

    private void keyword(String name, JsonNode value, JsonNode schema, ObjectNode out, List<String> described) {
        switch (name) {
            case "properties", "$defs" -> out.set(name, named(value));
            case "definitions" -> out.set("$defs", named(value));
            case "$ref" -> out.set(name, TextNode.valueOf(value.asText().replace("#/definitions/", "#/$defs/")));
            case "anyOf", "oneOf", "prefixItems" -> out.set(name, each(value));
            case "items" -> items(value, out);
            case "additionalProperties" -> out.set(name, value.isBoolean() ? value : write(value));
            case "const" -> {
                if (!schema.has("enum")) {
                    out.set("enum", Tree.array().add(value));
                }
            }
            case "allOf", "nullable", "exclusiveMinimum", "exclusiveMaximum" -> {}
            default -> {
                if (TAKEN.contains(name)) {
                    out.set(name, value.deepCopy());
                } else if (!SILENT.contains(name)) {
                    described.add(name + ": " + Tree.text(value));
                }
            }
        }
    }

    private JsonNode named(JsonNode schemas) {
        ObjectNode out = Tree.object();
        schemas.properties().forEach(schema -> out.set(schema.getKey(), write(schema.getValue())));
        return out;
    }

    private JsonNode each(JsonNode schemas) {
        ArrayNode out = Tree.array();
        schemas.forEach(schema -> out.add(write(schema)));
        return out;
    }

    /** A list of schemas here is the older way to say {@code prefixItems}. */
    private void items(JsonNode value, ObjectNode out) {
        if (value.isArray()) {
            out.set("prefixItems", each(value));
        } else if (value.isObject()) {
            out.set("items", write(value));
        } else {
            lossy |= !value.asBoolean();
        }
    }

    /** For whole numbers the bound is the next number; for others it is the nearest that can be said. */
    private static void exclusive(
            String name, String bound, int step, JsonNode schema, ObjectNode out, List<String> described) {
        JsonNode value = schema.path(name);
        if (value.isMissingNode()) {
            return;
        }
        boolean whole = value.isIntegralNumber() && schema.path("type").asText().equals("integer");
        if (!whole) {
            described.add(name + ": " + Tree.text(value));
        }
        if (!value.isNumber()) {
            return;
        }
        // Only whole numbers are added to: a decimal may have an exponent that no sum could be written out with.
        BigDecimal limit = whole ? value.decimalValue().add(BigDecimal.valueOf(step)) : value.decimalValue();
        JsonNode other = schema.path(bound);
        boolean tighter = other.isNumber() && other.decimalValue().compareTo(limit) * step > 0;
        if (!tighter) {
            out.put(bound, limit);
        }
    }

    /** Says in one schema what two say that both hold. */
    private void merge(JsonNode part, ObjectNode out) {
        for (Map.Entry<String, JsonNode> member : part.properties()) {
            String name = member.getKey();
            JsonNode there = out.get(name);
            if (there == null) {
                out.set(name, member.getValue());
            } else if (there instanceof ObjectNode both && member.getValue().isObject()) {
                merge(member.getValue(), both);
            } else if (name.equals("required") && there instanceof ArrayNode list) {
                member.getValue().forEach(item -> addOnce(list, item));
            } else if (!there.equals(member.getValue())) {
                lossy = true;
            }
        }
    }

    private static void addOnce(ArrayNode list, JsonNode item) {
        for (JsonNode there : list) {
            if (there.equals(item)) {
                return;
            }
        }
        list.add(item);
    }
}
