package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usageMetadata}, in which prompt tokens include cached ones and candidates exclude thoughts. */
final class UsageReader {
    private long prompt = -1;
    private long cached;
    private long tools;
    private long candidates = -1;
    private long thoughts;

    private UsageReader() {}

    /** The usage at which the parser stands, null when it counts nothing. */
    static @Nullable Usage read(JsonParser value) throws IOException {
        UsageReader counts = new UsageReader();
        Json.object(value, counts::member);
        return counts.toUsage();
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "promptTokenCount" -> prompt = Json.count(value);
            case "cachedContentTokenCount" -> cached = Json.count(value);
            case "toolUsePromptTokenCount" -> tools = Json.count(value);
            case "candidatesTokenCount" -> candidates = Json.count(value);
            case "thoughtsTokenCount" -> thoughts = Json.count(value);
            default -> {}
        }
    }

    private @Nullable Usage toUsage() {
        if (prompt < 0 && candidates < 0) {
            return null;
        }
        long in = Math.max(0, prompt);
        long read = Math.clamp(cached, 0, in);
        return new Usage(in - read + Math.max(0, tools), read, 0, 0, candidates, thoughts);
    }
}
