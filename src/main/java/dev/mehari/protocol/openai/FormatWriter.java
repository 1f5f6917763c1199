package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.openaicommon.OpenAiFormat;
import org.jspecify.annotations.Nullable;

/** Writes {@code response_format}. */
final class FormatWriter {
    private FormatWriter() {}

    /** @return what the model has to be told in words, null for nothing */
    static @Nullable String write(@Nullable Given<OutputFormat> given, ObjectNode body, Aim aim, Losses losses) {
        return given == null
                ? null
                : OpenAiFormat.write(
                        given, body.putObject("response_format"), out -> out.putObject("json_schema"), aim, losses);
    }
}
