package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usage}, in which input excludes cache reads and writes and output includes thinking. Reports of one
 * stream are cumulative and add to each other: what a later one leaves out keeps its value.
 */
final class UsageReader {
    private long input = -1;
    private long cacheRead = -1;
    private long cacheWrite = -1;
    private long write5m = -1;
    private long write1h = -1;
    private long output = -1;
    private long thinking = -1;

    UsageReader copy() {
        UsageReader copy = new UsageReader();
        copy.input = input;
        copy.cacheRead = cacheRead;
        copy.cacheWrite = cacheWrite;
        copy.write5m = write5m;
        copy.write1h = write1h;
        copy.output = output;
        copy.thinking = thinking;
        return copy;
    }

    /** Takes in the usage at which the parser stands. */
    void read(JsonParser value) throws IOException {
        Json.object(value, this::member);
    }

    private void member(String name, JsonParser value) throws IOException {
        switch (name) {
            case "input_tokens" -> input = newer(value, input);
            case "cache_read_input_tokens" -> cacheRead = newer(value, cacheRead);
            case "cache_creation_input_tokens" -> cacheWrite = newer(value, cacheWrite);
            case "output_tokens" -> output = newer(value, output);
            case "cache_creation", "output_tokens_details" -> Json.object(value, this::detail);
            default -> {}
        }
    }

    private void detail(String name, JsonParser value) throws IOException {
        switch (name) {
            case "ephemeral_5m_input_tokens" -> write5m = newer(value, write5m);
            case "ephemeral_1h_input_tokens" -> write1h = newer(value, write1h);
            case "thinking_tokens" -> thinking = newer(value, thinking);
            default -> {}
        }
    }

    private static long newer(JsonParser value, long known) throws IOException {
        long count = Json.count(value);
        return count < 0 ? known : count;
    }

    /** All that was reported so far, null when nothing was. */
    @Nullable
    Usage toUsage() {
        if (input < 0 && output < 0) {
            return null;
        }
        long out = Math.max(0, output);
        long thought = Math.clamp(thinking, 0, out);
        long hour = Math.max(0, write1h);
        // The split may be missing, in part or in whole: what it does not claim was written for the usual time.
        long usual = Math.max(Math.max(0, write5m), cacheWrite - hour);
        return new Usage(input, cacheRead, usual, hour, out - thought, thought);
    }
}
