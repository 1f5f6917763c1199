package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request by one name each. Here a tool may stand in a namespace, or have a type in place of a name, and
 * may be declared further down; elsewhere it is a name in one list. The same request always gives the same names.
 */
final class Names {
    /** Tools of this namespace are those without one: that is how models of OpenAI see all tools. */
    private static final String DEFAULT = "functions";

    /**
     * A tool as the caller knows it.
     *
     * @param namespace null for none
     * @param type null for a tool that has a name of its own
     */
    record Known(
            @Nullable String namespace,
            String name,
            @Nullable ClientTool type) {}

    private final Map<String, Known> tools = new HashMap<>();
    private final Map<Known, String> names = new HashMap<>();

    private Names() {}

    static Names of(JsonNode request) {
        Names names = new Names();
        List<JsonNode> declared = new ArrayList<>();
        request.path("tools").forEach(declared::add);
        request.path("input").forEach(item -> item.path("tools").forEach(declared::add));
        // What has no namespace keeps its name, wherever it is declared.
        declared.forEach(names::plain);
        declared.forEach(names::group);
        return names;
    }

    private void plain(JsonNode tool) {
        String word = tool.path("type").asText();
        ClientTool type = ClientTool.declared(tool);
        if (type != null && !tools.containsKey(word)) {
            put(word, new Known(null, word, type));
        } else if (word.equals("function") || word.equals("custom")) {
            String name = tool.path("name").asText();
            put(name, new Known(null, name, null));
        }
    }

    private void group(JsonNode group) {
        if (!group.path("type").asText().equals("namespace")) {
            return;
        }
        String namespace = group.path("name").asText();
        for (JsonNode tool : group.path("tools")) {
            Known known = new Known(namespace, tool.path("name").asText(), null);
            String name = joined(namespace, known.name());
            Known other = tools.get(name);
            // No name of a tool has a dot, so that this one is free.
            put(other == null || other.equals(known) ? name : namespace + "." + known.name(), known);
        }
    }

    private void put(String name, Known tool) {
        tools.put(name, tool);
        names.put(tool, name);
    }

    private static String joined(String namespace, String name) {
        if (namespace.isEmpty() || namespace.equals(DEFAULT)) {
            return name;
        }
        return namespace.endsWith("__") ? namespace + name : namespace + "__" + name;
    }

    /** The one name of a tool. */
    String name(@Nullable String namespace, String name) {
        String known = names.get(new Known(namespace, name, null));
        return known != null ? known : namespace == null ? name : joined(namespace, name);
    }

    /** The names of all tools that these declarations hold. */
    List<String> all(JsonNode declared) {
        List<String> found = new ArrayList<>();
        for (JsonNode tool : declared) {
            if (tool.path("type").asText().equals("namespace")) {
                String namespace = tool.path("name").asText();
                tool.path("tools")
                        .forEach(inner ->
                                found.add(name(namespace, inner.path("name").asText())));
            } else {
                found.add(tool.path("name").asText(tool.path("type").asText()));
            }
        }
        return found;
    }

    /** The names of all tools of a namespace. */
    List<String> in(String namespace) {
        return names.entrySet().stream()
                .filter(tool -> namespace.equals(tool.getKey().namespace()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** The tool of that name; one that was never declared is as it is called. */
    Known tool(String name) {
        Known known = tools.get(name);
        return known == null ? new Known(null, name, null) : known;
    }
}
