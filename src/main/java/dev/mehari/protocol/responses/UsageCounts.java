package dev.mehari.protocol.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code usage}, in which input includes cached tokens and output includes reasoning. */
final class UsageCounts {
    private long input = -1;
    private long output = -1;
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

    static @Nullable Usage read(JsonNode usage) {
        try (JsonParser parser = usage.traverse()) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new IllegalStateException("a tree can always be read", e);
        }
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "input_tokens" -> input = Json.count(value);
            case "output_tokens" -> output = Json.count(value);
            case "total_tokens" -> total = Json.count(value);
            case "input_tokens_details", "output_tokens_details" -> Json.object(value, this::detail);
            default -> {}
        }
    }

    private void detail(String name, JsonParser value) throws IOException {
        switch (name) {
            case "cached_tokens" -> cached = Json.count(value);
            case "cache_write_tokens" -> written = Json.count(value);
            case "reasoning_tokens" -> reasoning = Json.count(value);
            default -> {}
        }
    }

    private @Nullable Usage toUsage() {
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

    /** @param usage null when nothing is known, which this protocol can only say by zeros */
    static ObjectNode write(@Nullable Usage usage) {
        Usage all = usage == null ? Usage.NONE : usage;
        long created = all.cacheCreation() + all.cacheCreationLong();
        ObjectNode out = Tree.object().put("input_tokens", all.input() + all.cachedInput() + created);
        out.putObject("input_tokens_details")
                .put("cached_tokens", all.cachedInput())
                .put("cache_write_tokens", created);
        out.put("output_tokens", all.output() + all.reasoning());
        out.putObject("output_tokens_details").put("reasoning_tokens", all.reasoning());
        return out.put("total_tokens", all.total());
    }
}
