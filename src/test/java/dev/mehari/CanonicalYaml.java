package dev.mehari;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.mehari.live.RouteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Camel's schema of its YAML DSL, without the shorthands: the form that visual editors write and read back unchanged.
 *
 * <p>Camel ships that canonical schema from 4.21 on; until then it is made here of the one it ships, by the rules it
 * states: no string in place of an object, an expression always under {@code expression}, a route always under
 * {@code route}. Where the jar has the canonical one, that is used.
 */
final class CanonicalYaml {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";

    private final JsonSchema schema;

    CanonicalYaml() {
        JsonNode canonical = resource("/schema/camelYamlDsl-canonical.json");
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(canonical.isMissingNode() ? strict(resource("/schema/camelYamlDsl.json")) : canonical);
    }

    /** What is wrong with a file of routes, empty when nothing is. */
    List<String> faults(String yaml) {
        return schema.validate(tree(yaml)).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode strict(JsonNode root) {
        ((ObjectNode) root.at("/items/properties")).remove("from");
        for (JsonNode definition : root.at("/items/definitions")) {
            strict((ObjectNode) definition);
        }
        return root;
    }

    private static void strict(ObjectNode definition) {
        JsonNode forms = definition.path("oneOf");
        if (forms.size() == 2 && forms.path(0).path("type").asText().equals("string")) {
            ObjectNode form = (ObjectNode) forms.get(1);
            definition.remove("oneOf");
            form.properties().forEach(e -> definition.set(e.getKey(), e.getValue()));
        }
        for (Iterator<JsonNode> choices = definition.path("anyOf").iterator(); choices.hasNext(); ) {
            JsonNode choice = choices.next();
            JsonNode inline = choice.path("oneOf");
            if (!inline.path(0).path("$ref").asText().endsWith(EXPRESSION)) {
                continue;
            }
            ObjectNode properties = (ObjectNode) definition.get("properties");
            List<String> shorthands = new ArrayList<>();
            inline.findValues("not")
                    .forEach(not -> not.findValues("required")
                            .forEach(names -> names.forEach(name -> shorthands.add(name.asText()))));
            properties.remove(shorthands);
            properties.putObject("expression").put("$ref", "#/items/definitions/" + EXPRESSION);
            definition.withArray("required").add("expression");
            choices.remove();
        }
        if (definition.path("anyOf").isArray() && definition.path("anyOf").isEmpty()) {
            definition.remove("anyOf");
        }
    }

    private static JsonNode resource(String name) {
        try (InputStream in = CanonicalYaml.class.getResourceAsStream(name)) {
            return in == null ? MissingNode.getInstance() : JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Every value of this key in all shipped files. */
    static List<JsonNode> all(String key) {
        List<JsonNode> found = new ArrayList<>();
        RouteFiles.folder(Path.of("routes"))
                .values()
                .forEach(bytes -> collect(tree(new String(bytes, StandardCharsets.UTF_8)), key, found));
        return found;
    }

    private static void collect(JsonNode node, String key, List<JsonNode> found) {
        if (node.has(key)) {
            found.add(node.get(key));
        }
        node.forEach(child -> collect(child, key, found));
    }
}
