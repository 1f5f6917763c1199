package dev.mehari.protocol.openaicommon;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code usage}, in which input includes what was read from the prompt cache and written to it, and output includes
 * reasoning. Only the names of the members differ. One report, one thread.
 */
public final class TokenCounts {
    private long input = -1;
    private long output = -1;
    private long total = -1;
    private long cached;
    private long written;
    private long reasoning;

    public void input(JsonParser value) throws IOException {
        input = Json.count(value);
    }

    public void output(JsonParser value) throws IOException {
        output = Json.count(value);
    }

    public void total(JsonParser value) throws IOException {
        total = Json.count(value);
    }

    /** Read from the cache; of several such counts the largest is meant. */
    public void cached(JsonParser value) throws IOException {
        cached = Math.max(cached, Json.count(value));
    }

    /** What of input and output is what: the object in which a report tells of it. */
    public void details(JsonParser value) throws IOException {
        Json.object(value, (name, count) -> {
            switch (name) {
                case "cached_tokens" -> cached(count);
                case "cache_write_tokens" -> written = Json.count(count);
                case "reasoning_tokens" -> reasoning = Json.count(count);
                default -> {}
            }
        });
    }

    /** Null when the report counts nothing. */
    public @Nullable Usage toUsage() {
        if (input < 0 && output < 0) {
            return null;
        }
        long in = input >= 0 ? input : Math.max(0, total - output);
        // Some compatible upstreams count reasoning beside the output; then only the total is right.
        long out = Math.max(Math.max(0, output), total - in);
        long read = Math.clamp(cached, 0, in);
        long write = Math.clamp(written, 0, in - read);
        long thought = Math.clamp(reasoning, 0, out);
        return new Usage(in - read - write, read, write, 0, out - thought, thought);
    }

    /** What of the input is what. */
    public static ObjectNode inputDetails(Usage usage) {
        return Tree.object()
                .put("cached_tokens", usage.cachedInput())
                .put("cache_write_tokens", usage.cacheCreation() + usage.cacheCreationLong());
    }

    /** What of the output is what. */
    public static ObjectNode outputDetails(Usage usage) {
        return Tree.object().put("reasoning_tokens", usage.reasoning());
    }
}
