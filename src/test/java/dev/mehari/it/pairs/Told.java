package dev.mehari.it.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.SeenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an upstream was told, whatever it speaks. That it is well formed is for the fake to say. */
record Told(Kind kind, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Told by(Kind kind, SeenRequest request) {
        return new Told(kind, request.json());
    }

    String text() {
        return body.toString();
    }

    /** How much it shall think; a missing node when that was not said. */
    JsonNode thinking() {
        return body.at(
                switch (kind) {
                    case CHAT -> "/reasoning_effort";
                    case RESPONSES -> "/reasoning/effort";
                    case ANTHROPIC -> "/thinking/budget_tokens";
                    case GEMINI -> "/generationConfig/thinkingConfig/thinkingLevel";
                });
    }

    String system() {
        return switch (kind) {
            case CHAT -> {
                JsonNode first = body.at("/messages/0");
                yield first.path("role").asText().equals("user")
                        ? ""
                        : first.path("content").asText();
            }
            case RESPONSES -> body.path("instructions").asText();
            case ANTHROPIC -> {
                JsonNode system = body.path("system");
                yield system.isTextual()
                        ? system.asText()
                        : system.at("/0/text").asText();
            }
            case GEMINI -> body.at("/systemInstruction/parts/0/text").asText();
        };
    }

    JsonNode schema() {
        return body.at(
                switch (kind) {
                    case CHAT -> "/response_format/json_schema/schema";
                    case RESPONSES -> "/text/format/schema";
                    case ANTHROPIC -> "/output_config/format/schema";
                    case GEMINI -> "/generationConfig/responseJsonSchema";
                });
    }

    /** By the city that was asked for, what its tool said. */
    Map<String, String> results() {
        Map<String, String> cities = new LinkedHashMap<>();
        Map<String, String> results = new LinkedHashMap<>();
        List<JsonNode> all = new ArrayList<>();
        body.path(
                        switch (kind) {
                            case CHAT, ANTHROPIC -> "messages";
                            case RESPONSES -> "input";
                            case GEMINI -> "contents";
                        })
                .forEach(turn -> parts(turn).forEach(all::add));
        for (JsonNode part : all) {
            switch (kind) {
                case CHAT -> {
                    part.path("tool_calls")
                            .forEach(
                                    call -> cities.put(call.path("id").asText(), city(call.at("/function/arguments"))));
                    result(part.path("tool_call_id"), part.path("content"), cities, results);
                }
                case RESPONSES -> {
                    if (part.has("arguments")) {
                        cities.put(part.path("call_id").asText(), city(part.path("arguments")));
                    } else {
                        result(part.path("call_id"), part.path("output"), cities, results);
                    }
                }
                case ANTHROPIC -> {
                    if (part.has("input")) {
                        cities.put(part.path("id").asText(), city(part.path("input")));
                    }
                    result(part.path("tool_use_id"), part.path("content"), cities, results);
                }
                case GEMINI -> {
                    if (part.has("functionCall")) {
                        cities.put("" + cities.size(), city(part.at("/functionCall/args")));
                    } else if (part.has("functionResponse")) {
                        // Those of one turn answer in the order of the calls.
                        String city = cities.get("" + results.size());
                        results.put(
                                String.valueOf(city),
                                part.at("/functionResponse/response").toString());
                    }
                }
            }
        }
        return results;
    }

    private Iterable<JsonNode> parts(JsonNode turn) {
        return switch (kind) {
            case CHAT, RESPONSES -> List.of(turn);
            case ANTHROPIC -> turn.path("content");
            case GEMINI -> turn.path("parts");
        };
    }

    private static void result(JsonNode id, JsonNode said, Map<String, String> cities, Map<String, String> results) {
        if (!id.isMissingNode()) {
            results.put(String.valueOf(cities.get(id.asText())), said.toString());
        }
    }

    private static String city(JsonNode arguments) {
        return (arguments.isTextual() ? json(arguments.asText()) : arguments)
                .path("city")
                .asText();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }
}
