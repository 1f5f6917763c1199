package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.protocol.chat.Tree;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Google's own way to write schemas, a part of OpenAPI's: types in capitals, {@code nullable}, counts as text. Made into
 * JSON Schema; what that has no word for says nothing about values.
 */
final class OpenApiSchema {
    private static final Set<String> COUNTS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private OpenApiSchema() {}

    /** JSON Schema; clients of Google's write its types in capitals too, and Google's servers do not mind. */
    static JsonNode json(JsonNode schema) {
        return loud(schema) ? read(schema) : schema;
    }

    private static boolean loud(JsonNode schema) {
        JsonNode type = schema.path("type");
        boolean here = type.isTextual() && type.textValue().matches("[A-Z]+");
        for (JsonNode word : type) {
            here |= word.isTextual() && word.textValue().matches("[A-Z]+");
        }
        for (JsonNode member : schema) {
            here = here || loud(member);
        }
        return here;
    }

    static JsonNode read(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode out = Tree.object();
        boolean nullable = false;
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String name = camel(member.getKey());
            JsonNode value = member.getValue();
            switch (name) {
                case "nullable" -> nullable = value.asBoolean();
                case "propertyOrdering" -> {}
                case "type" -> type(value, out);
                case "format" -> {
                    if (!value.asText().equals("enum")) {
                        out.set(name, value);
                    }
                }
                case "example" -> out.set("examples", Tree.array().add(value));
                case "properties", "defs", "$defs" -> out.set(name.equals("defs") ? "$defs" : name, named(value));
                case "ref" -> out.set("$ref", TextNode.valueOf(value.asText().replace("#/defs/", "#/$defs/")));
                case "items", "additionalProperties" -> out.set(name, read(value));
                case "anyOf", "oneOf", "prefixItems" -> out.set(name, each(value));
                default -> out.set(name, COUNTS.contains(name) ? count(value) : value);
            }
        }
        if (nullable) {
            orNull(out);
        }
        return out;
    }

    private static void type(JsonNode value, ObjectNode out) {
        if (value.isArray()) {
            ArrayNode words = out.putArray("type");
            value.forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
        } else if (!value.isTextual()) {
            out.set("type", value);
        } else if (!value.textValue().endsWith("_UNSPECIFIED")) {
            out.put("type", value.textValue().toLowerCase(Locale.ROOT));
        }
    }

    private static JsonNode named(JsonNode schemas) {
        ObjectNode out = Tree.object();
        schemas.properties().forEach(schema -> out.set(schema.getKey(), read(schema.getValue())));
        return out;
    }

    private static JsonNode each(JsonNode schemas) {
        ArrayNode out = Tree.array();
        schemas.forEach(schema -> out.add(read(schema)));
        return out;
    }

    /** Protobuf writes 64-bit numbers as text. */
    private static JsonNode count(JsonNode value) {
        if (!value.isTextual() || !value.textValue().matches("\\d{1,18}")) {
            return value;
        }
        return Tree.array().add(new BigDecimal(value.textValue())).get(0);
    }

    /** Lets a schema take null too. */
    static void orNull(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type != null && type.isTextual() && !type.textValue().equals("null")) {
            schema.set("type", Tree.array().add(type).add("null"));
        } else if (type == null) {
            add(schema, "anyOf", Tree.object().put("type", "null"));
        }
        add(schema, "enum", NullNode.instance);
    }

    private static void add(ObjectNode schema, String name, JsonNode value) {
        JsonNode list = schema.get(name);
        if (list == null || !list.isArray()) {
            return;
        }
        ArrayNode more = Tree.array();
        boolean there = false;
        for (JsonNode item : list) {
            there |= item.equals(value);
            more.add(item);
        }
        schema.set(name, there ? more : more.add(value));
    }

    /** A name as protobuf's JSON writes it: {@code any_of} is {@code anyOf}. */
    static String camel(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean up = c == '_' && i > 0 && i + 1 < name.length();
            out.append(up ? Character.toUpperCase(name.charAt(++i)) : c);
        }
        return out.toString();
    }
}
