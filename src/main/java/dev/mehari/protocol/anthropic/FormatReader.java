package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Reads {@code output_config.format}, and the beta field {@code output_format} that came before it. */
final class FormatReader {
    /** Schemas have no names in this protocol. */
    private static final String NAME = "response";

    private FormatReader() {}

    /** @param config {@code output_config}, null for none */
    static @Nullable Given<OutputFormat> read(Fields request, @Nullable Fields config, Losses losses) {
        Fields old = request.object("output_format");
        Fields format = config == null ? null : config.object("format");
        if (format == null) {
            format = old;
        }
        if (format == null) {
            return null;
        }
        if (!format.needText("type").equals("json_schema")) {
            throw Fields.wrong(format.at("type"), "\"json_schema\"");
        }
        JsonNode schema = format.need("schema");
        format.loseRest(losses);
        // Anthropic always holds the answer to the schema; where another vendor can, it is told to.
        return new Given<>(
                new OutputFormat.Schema(NAME, null, schema, ClosedSchema.closed(schema) ? true : null), format.path());
    }
}
