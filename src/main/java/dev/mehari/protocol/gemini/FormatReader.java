package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Reads of {@code generationConfig} what the answer's text has to be. */
final class FormatReader {
    private FormatReader() {}

    static @Nullable Given<OutputFormat> read(Fields config) {
        String mime = config.text("responseMimeType");
        String jsonName = config.get("_responseJsonSchema") == null ? "responseJsonSchema" : "_responseJsonSchema";
        JsonNode json = config.get(jsonName);
        JsonNode openApi = config.get("responseSchema");
        if ("text/x.enum".equals(mime)) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "The target of this model cannot answer with a bare enum value (\"text/x.enum\").",
                    config.at("responseMimeType"));
        }
        JsonNode schema =
                json != null ? OpenApiSchema.json(json) : openApi == null ? null : OpenApiSchema.read(openApi);
        if (schema != null) {
            String at = config.at(json != null ? jsonName : "responseSchema");
            return new Given<>(new OutputFormat.Schema("response", null, schema, null), at);
        }
        return "application/json".equals(mime)
                ? new Given<>(new OutputFormat.Json(), config.at("responseMimeType"))
                : null;
    }
}
