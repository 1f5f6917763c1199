package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the answer's text has to be. A model that cannot be held to a schema is told it; never by a forced tool,
 * which would rule out thinking and the caller's own tools.
 */
final class FormatWriter {
    private final Capabilities capabilities;
    private final Losses losses;

    FormatWriter(Capabilities capabilities, Losses losses) {
        this.capabilities = capabilities;
        this.losses = losses;
    }

    /** The value of {@code output_config.format}, null for none; an instruction goes behind all others in {@code system}. */
    @Nullable
    ObjectNode write(@Nullable Given<OutputFormat> format, ArrayNode system) {
        if (format == null) {
            return null;
        }
        return switch (format.value()) {
            case OutputFormat.Json json -> {
                system.add(Parts.text("Answer with one valid JSON object and nothing else."));
                losses.add(format.at(), Loss.Action.EMULATED);
                yield null;
            }
            case OutputFormat.Schema schema
            when capabilities.jsonSchema() ->
                Tree.object().put("type", "json_schema").set("schema", closed(format, described(schema)));
            case OutputFormat.Schema schema -> {
                system.add(Parts.text("Answer with JSON and nothing else. It must follow this JSON schema:\n"
                        + Tree.text(described(schema))));
                losses.add(format.at(), Loss.Action.EMULATED);
                yield null;
            }
        };
    }

    /** The schema as the API takes it; what it does not know of it stands in descriptions. */
    private JsonNode closed(Given<OutputFormat> format, JsonNode schema) {
        JsonNode closed = ClosedSchema.of(schema);
        if (!closed.equals(schema)) {
            losses.add(format.at(), Loss.Action.APPROXIMATED);
        }
        return closed;
    }

    /** What the caller says about the schema is said in it, where it says nothing itself. */
    private static JsonNode described(OutputFormat.Schema format) {
        String description = format.description();
        return description != null && format.schema() instanceof ObjectNode schema && !schema.has("description")
                ? schema.deepCopy().put("description", description)
                : format.schema();
    }
}
