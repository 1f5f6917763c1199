package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Whether a schema is one that OpenAI can hold a model to: every object names all of its members and needs each. */
public final class StrictSchema {
    private StrictSchema() {}

    public static boolean is(JsonNode schema) {
        if (schema.isArray()) {
            for (JsonNode item : schema) {
                if (!is(item)) {
                    return false;
                }
            }
            return true;
        }
        if (!schema.isObject()) {
            return true;
        }
        if (schema.path("properties").isObject() && !sealed(schema)) {
            return false;
        }
        for (JsonNode member : schema) {
            if (!is(member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sealed(JsonNode object) {
        JsonNode more = object.path("additionalProperties");
        Set<String> required = new HashSet<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        boolean all = true;
        for (var names = object.path("properties").fieldNames(); names.hasNext(); ) {
            all &= required.contains(names.next());
        }
        return all && more.isBoolean() && !more.booleanValue();
    }
}
