package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What OpenAI asks of a schema that an answer, or the arguments of a tool, are to be held to ({@code strict}). */
final class StrictSchema {
    private static final String[] NOT_PERMITTED = {
        "oneOf", "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties"
    };

    private final String code;
    private final String param;
    private final String name;

    private StrictSchema(String code, String param, String name) {
        this.code = code;
        this.param = param;
        this.name = name;
    }

    /** The schema of an answer. */
    static void format(JsonNode schema, String param, String name) {
        new StrictSchema("invalid_json_schema", param, "response_format '" + name + "'").root(schema);
    }

    /** The schema of a tool's arguments. */
    static void parameters(JsonNode schema, String param, String name) {
        new StrictSchema("invalid_function_parameters", param, "function '" + name + "'").root(schema);
    }

    private void root(JsonNode schema) {
        if (!schema.path("type").asText().equals("object")) {
            throw refusal("schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
                    + schema.path("type").asText("None") + "\"'.");
        }
        check(schema, "");
    }

    private void check(JsonNode schema, String at) {
        for (String keyword : NOT_PERMITTED) {
            if (schema.has(keyword)) {
                throw refusal("In context=(" + at + "), '" + keyword + "' is not permitted.");
            }
        }
        JsonNode properties = schema.path("properties");
        if (schema.path("type").asText().equals("object") || properties.isObject()) {
            closed(schema, properties, at);
        }
        for (String group : new String[] {"properties", "$defs", "definitions"}) {
            for (Map.Entry<String, JsonNode> inner : schema.path(group).properties()) {
                check(inner.getValue(), at + "'" + group + "', '" + inner.getKey() + "', ");
            }
        }
        for (JsonNode choice : schema.path("anyOf")) {
            check(choice, at + "'anyOf', ");
        }
        if (schema.path("items").isObject()) {
            check(schema.path("items"), at + "'items', ");
        }
    }

    private void closed(JsonNode schema, JsonNode properties, String at) {
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isBoolean() || additional.asBoolean()) {
            throw refusal(
                    "In context=(" + at + "), 'additionalProperties' is required to be supplied and to be false.");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(key -> required.add(key.asText()));
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!required.contains(property.getKey())) {
                throw refusal("In context=(" + at + "), 'required' is required to be supplied and to be an array"
                        + " including every key in properties. Missing '" + property.getKey() + "'.");
            }
        }
    }

    private RuntimeException refusal(String what) {
        return Failure.at(param, 400, code, "Invalid schema for " + name + ": " + what)
                .refusal();
    }
}
