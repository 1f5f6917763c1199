package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.openaicommon.OpenAiFormat;
import org.jspecify.annotations.Nullable;

/** Reads {@code text.format}. */
final class FormatReader {
    private FormatReader() {}

    /** @param text null when the request has none */
    static @Nullable Given<OutputFormat> read(@Nullable Fields text, Losses losses) {
        Fields format = text == null ? null : text.object("format");
        if (format == null) {
            return null;
        }
        OutputFormat read = OpenAiFormat.read(format, schema -> schema, losses);
        return read == null ? null : new Given<>(read, format.path());
    }
}
