package dev.mehari.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What upstreams of known providers look like, as data: {@code mehari/endpoint-templates.json}. */
final class EndpointTemplates {
    /** The template whose upstream the toggle switches. */
    static final String WEB_CHAT = "zai_webui";

    private static final JsonNode ALL = load();

    private EndpointTemplates() {}

    /** As the API lists them. */
    static ObjectNode listed() {
        ObjectNode shown = ((ObjectNode) ALL).objectNode();
        ALL.properties().forEach(entry -> {
            ObjectNode template = shown.putObject(entry.getKey());
            for (String field : List.of("name", "description", "provider_type")) {
                template.set(field, entry.getValue().get(field));
            }
            template.set("template", entry.getValue().path("upstream").deepCopy());
        });
        return shown;
    }

    /** An upstream to begin with. */
    static ObjectNode upstream(String template) {
        JsonNode found = ALL.get(template);
        if (found == null) {
            List<String> names = new ArrayList<>();
            ALL.fieldNames().forEachRemaining(names::add);
            throw new Refusal(
                    ErrorKind.INVALID_REQUEST,
                    "there is no template of this name; there are " + String.join(", ", names));
        }
        return found.path("upstream").deepCopy();
    }

    /** Endpoints as S4 has them, in its own words. */
    static List<ObjectNode> endpoints() {
        List<ObjectNode> endpoints = new ArrayList<>();
        ALL.forEach(template -> {
            if (template.path("endpoint") instanceof ObjectNode endpoint) {
                endpoints.add(endpoint.deepCopy());
            }
        });
        return endpoints;
    }

    /** Names that upstreams made of a template usually have, the likeliest first. */
    static List<String> upstreams(String template) {
        List<String> names = new ArrayList<>();
        ALL.path(template).path("upstreams").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Names of templates whose upstreams can be a route for calls of any model. */
    static List<String> routes() {
        List<String> names = new ArrayList<>();
        ALL.properties().forEach(entry -> {
            if (entry.getValue().has("upstreams")) {
                names.add(entry.getKey());
            }
        });
        return names;
    }

    /** The one model that upstreams of this name know; empty for those that know the caller's. */
    static Optional<String> model(String upstream) {
        for (JsonNode template : ALL) {
            for (JsonNode name : template.path("upstreams")) {
                if (name.asText().equals(upstream)) {
                    return Optional.of(template.path("model").asText());
                }
            }
        }
        return Optional.empty();
    }

    private static JsonNode load() {
        try (InputStream in = EndpointTemplates.class.getResourceAsStream("/mehari/endpoint-templates.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
