package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What the answer's text has to be; where a request has none, any text. */
public sealed interface OutputFormat {
    /** Some JSON object. */
    record Json() implements OutputFormat {}

    /**
     * JSON that follows a schema.
     *
     * @param name {@code response} where the caller's protocol has no names
     * @param schema JSON Schema (lower-case types)
     * @param strict null when not said
     */
    record Schema(
            String name,
            @Nullable String description,
            JsonNode schema,
            @Nullable Boolean strict) implements OutputFormat {}
}
