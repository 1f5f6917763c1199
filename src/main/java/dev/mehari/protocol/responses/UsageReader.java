package dev.mehari.protocol.responses;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.openaicommon.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usage}, in which input includes cached tokens and output includes reasoning. */
final class UsageReader {
    private UsageReader() {}

    /** The usage at which the parser stands, null when it counts nothing. */
    static @Nullable Usage read(JsonParser value) throws IOException {
        TokenCounts counts = new TokenCounts();
        Json.object(value, (name, member) -> {
            switch (name) {
                case "input_tokens" -> counts.input(member);
                case "output_tokens" -> counts.output(member);
                case "total_tokens" -> counts.total(member);
                case "input_tokens_details", "output_tokens_details" -> counts.details(member);
                default -> {}
            }
        });
        return counts.toUsage();
    }
}
