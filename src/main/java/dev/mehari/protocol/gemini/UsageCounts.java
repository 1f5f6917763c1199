package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code usageMetadata}, in which prompt tokens include cached ones and candidates exclude thoughts. */
final class UsageCounts {
    private long prompt = -1;
    private long cached;
    private long tools;
    private long candidates = -1;
    private long thoughts;

    private UsageCounts() {}

    /** The usage at which the parser stands, null when it counts nothing. */
    static @Nullable Usage read(JsonParser value) throws IOException {
        UsageCounts counts = new UsageCounts();
        Json.object(value, counts::member);
        return counts.toUsage();
    }

    /** The same of a tree. */
    static @Nullable Usage of(JsonNode value) {
        try (JsonParser parser = value.traverse()) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree can always be read", e);
        }
    }

    /** As callers read it; the prompt counts what came from the cache. */
    static ObjectNode write(Usage usage) {
        long prompt = usage.input() + usage.cachedInput() + usage.cacheCreation() + usage.cacheCreationLong();
        ObjectNode out = Tree.object().put("promptTokenCount", prompt).put("candidatesTokenCount", usage.output());
        if (usage.cachedInput() > 0) {
            out.put("cachedContentTokenCount", usage.cachedInput());
        }
        if (usage.reasoning() > 0) {
            out.put("thoughtsTokenCount", usage.reasoning());
        }
        return out.put("totalTokenCount", usage.total());
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
