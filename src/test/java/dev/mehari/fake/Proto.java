package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/** Protobuf JSON: a field may be written in camel case or in snake case. */
final class Proto {
    private Proto() {}

    static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean up = false;
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '_' && !camel.isEmpty()) {
                up = true;
            } else {
                camel.append(up ? Character.toUpperCase(letter) : letter);
                up = false;
            }
        }
        return camel.toString();
    }

    static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    /** The field by its camel case name, however it is written; a missing node when it is absent or null. */
    static JsonNode get(JsonNode node, String camel) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (camel(field.getKey()).equals(camel) && !field.getValue().isNull()) {
                return field.getValue();
            }
        }
        return MissingNode.getInstance();
    }
}
