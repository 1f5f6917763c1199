package dev.mehari.it.pairs;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an application asks through its SDK.
 *
 * @param model the gateway's name
 */
record Question(String model, boolean streamed, Set<With> with) {
    static final String TEXT = "How warm is it in Paris and in Rome?";
    static final String SYSTEM = "You are a weather station.";
    static final String TOOL = "get_weather";
    static final String TOOL_DESCRIPTION = "The temperature in a city.";

    /** Arguments of the tool. */
    static final Map<String, Object> CITY = Map.of(
            "type", "object", "properties", Map.of("city", Map.of("type", "string")), "required", List.of("city"));

    /** What the answer has to be, for those that ask for a schema. */
    static final Map<String, Object> ANSWER = Map.of(
            "type",
            "object",
            "properties",
            Map.of("celsius", Map.of("type", "integer")),
            "required",
            List.of("celsius"),
            "additionalProperties",
            false);

    /** One grey pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    /** A document without a page. */
    static final String PDF = "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK";

    /** What may come with a question. */
    enum With {
        SYSTEM,
        THINKING,
        TOOLS,
        SCHEMA,
        IMAGE,
        PDF
    }

    static Question of(Kind kind, boolean streamed, With... with) {
        Set<With> all = EnumSet.noneOf(With.class);
        all.addAll(List.of(with));
        return new Question(kind.alias(), streamed, all);
    }

    boolean has(With what) {
        return with.contains(what);
    }
}
