package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What vendors check of a JSON Schema before a model sees it: the words for types. */
final class JsonSchema {
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    private JsonSchema() {}

    static void check(JsonNode schema, Path path) {
        JsonNode type = schema.path("type");
        for (JsonNode word : type.isArray() ? type : List.of(type)) {
            if (word.isTextual() && !TYPES.contains(word.textValue())) {
                throw Problem.rule(
                        path,
                        "Invalid schema: '" + word.textValue() + "' is not valid under any of the given schemas.");
            }
        }
        for (Map.Entry<String, JsonNode> inner : schema.path("properties").properties()) {
            check(inner.getValue(), path.to("properties").to(inner.getKey()));
        }
        if (schema.path("items").isObject()) {
            check(schema.path("items"), path.to("items"));
        }
        for (String several : new String[] {"anyOf", "oneOf", "allOf"}) {
            schema.path(several).forEach(inner -> check(inner, path.to(several)));
        }
    }
}
