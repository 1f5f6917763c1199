package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.openaicommon.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usage}, in which prompt tokens include cached ones and completion tokens include reasoning. */
final class UsageReader {
    private UsageReader() {}

    /** The usage at which the parser stands, null when it counts nothing. */
    static @Nullable Usage read(JsonParser value) throws IOException {
        TokenCounts counts = new TokenCounts();
        Json.object(value, (name, member) -> {
            switch (name) {
                case "prompt_tokens" -> counts.input(member);
                case "completion_tokens" -> counts.output(member);
                case "total_tokens" -> counts.total(member);
                // DeepSeek and Moonshot name it beside the standard, or instead.
                case "prompt_cache_hit_tokens", "cached_tokens" -> counts.cached(member);
                case "prompt_tokens_details", "completion_tokens_details" -> counts.details(member);
                default -> {}
            }
        });
        return counts.toUsage();
    }
}
