package dev.mehari.protocol.openai;

import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.openaicommon.OpenAiFormat;
import org.jspecify.annotations.Nullable;

/** Reads {@code response_format}. */
final class FormatReader {
    private static final String NAME = "response_format";
    private static final String SCHEMA = "json_schema";

    private FormatReader() {}

    static @Nullable Given<OutputFormat> read(Fields body, Losses losses) {
        Fields format = body.object(NAME);
        OutputFormat read = format == null ? null : OpenAiFormat.read(format, FormatReader::schema, losses);
        if (read == null) {
            return null;
        }
        return new Given<>(read, NAME + (read instanceof OutputFormat.Schema ? "." + SCHEMA + ".schema" : ""));
    }

    private static Fields schema(Fields format) {
        return Fields.of(format.need(SCHEMA), format.at(SCHEMA));
    }
}
