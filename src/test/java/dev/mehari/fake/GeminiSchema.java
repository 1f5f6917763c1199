package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The part of JSON Schema that Google lists for {@code parametersJsonSchema} and {@code responseJsonSchema}; nothing else. */
final class GeminiSchema {
    private static final Set<String> KEYWORDS = Set.of(
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "anyOf",
            "oneOf",
            "properties",
            "additionalProperties",
            "required",
            "propertyOrdering");

    private GeminiSchema() {}

    static void check(JsonNode schema) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (!KEYWORDS.contains(member.getKey())) {
                throw Problem.rule(Path.ROOT, "Unsupported JSON schema keyword: " + member.getKey());
            }
            switch (member.getKey()) {
                case "properties", "$defs", "anyOf", "oneOf", "prefixItems" ->
                    member.getValue().forEach(GeminiSchema::check);
                case "items", "additionalProperties" -> check(member.getValue());
                default -> {}
            }
        }
    }
}
