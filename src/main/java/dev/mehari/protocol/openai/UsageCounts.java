package dev.mehari.protocol.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usage}, in which prompt tokens include cached ones and completion tokens include reasoning. */
final class UsageCounts {
    private long prompt = -1;
    private long completion = -1;
    private long total = -1;
    private long cached;
    private long written;
    private long reasoning;

    private UsageCounts() {}

    /** The usage at which the parser stands, null when it counts nothing. */
    static @Nullable Usage read(JsonParser value) throws IOException {
        UsageCounts counts = new UsageCounts();
        Json.object(value, counts::member);
        return counts.toUsage();
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "prompt_tokens" -> prompt = Json.count(value);
            case "completion_tokens" -> completion = Json.count(value);
            case "total_tokens" -> total = Json.count(value);
            // DeepSeek and Moonshot name it beside the standard, or instead.
            case "prompt_cache_hit_tokens", "cached_tokens" -> cached = Math.max(cached, Json.count(value));
            case "prompt_tokens_details", "completion_tokens_details" -> Json.object(value, this::detail);
            default -> {}
        }
    }

    private void detail(String name, JsonParser value) throws IOException {
        switch (name) {
            case "cached_tokens" -> cached = Math.max(cached, Json.count(value));
            case "cache_write_tokens" -> written = Json.count(value);
            case "reasoning_tokens" -> reasoning = Json.count(value);
            default -> {}
        }
    }

    private @Nullable Usage toUsage() {
        if (prompt < 0 && completion < 0) {
            return null;
        }
        long in = prompt >= 0 ? prompt : Math.max(0, total - completion);
        // Some compatible upstreams count reasoning beside the completion; then only the total is right.
        long out = Math.max(Math.max(0, completion), total - in);
        long read = Math.clamp(cached, 0, in);
        long write = Math.clamp(written, 0, in - read);
        long thought = Math.clamp(reasoning, 0, out);
        return new Usage(in - read - write, read, write, 0, out - thought, thought);
    }
}
