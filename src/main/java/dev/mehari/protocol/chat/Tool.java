package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A tool that the model may ask for. */
public sealed interface Tool {
    /** The name by which it is chosen. */
    String name();

    /** Its path in the caller's request. */
    String at();

    /**
     * One that the caller runs.
     *
     * @param schema JSON Schema of its arguments, null when it takes none
     * @param strict whether arguments must follow the schema, null when not said
     */
    record Function(
            String name,
            @Nullable String description,
            @Nullable JsonNode schema,
            @Nullable Given<Boolean> strict,
            @Nullable Cache cache,
            String at)
            implements Tool {}

    /**
     * One that the caller runs, and that takes free text.
     *
     * @param format grammar of the text, null for any
     */
    record Custom(
            String name,
            @Nullable String description,
            @Nullable JsonNode format,
            String at) implements Tool {}

    /**
     * One that the provider runs.
     *
     * @param type its name at that provider
     */
    record Hosted(String type, JsonNode raw, String at) implements Tool {
        @Override
        public String name() {
            return type;
        }
    }
}
