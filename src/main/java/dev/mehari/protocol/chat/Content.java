package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a turn. Each knows where it stood in the caller's request, as {@code messages[2].content[0]}. */
public sealed interface Content {
    String at();

    /** A mark for the provider's prompt cache behind this part, null for none. */
    default @Nullable Cache cache() {
        return null;
    }

    /** @param text may be empty */
    record Text(String text, @Nullable Cache cache, String at) implements Content {}

    /** @param detail {@code low}, {@code high} ..., null when not said */
    record Image(
            Media media,
            @Nullable Given<String> detail,
            @Nullable Cache cache,
            String at) implements Content {}

    record Audio(Media media, String at) implements Content {}

    record Video(Media media, String at) implements Content {}

    /**
     * A PDF or a text file.
     *
     * @param name file name or title, null when it has none
     */
    record Document(
            Media media, @Nullable String name, @Nullable Cache cache, String at) implements Content {}

    /**
     * The model asks for a tool.
     *
     * @param id never empty; a reader whose protocol has none counts {@code call_0, call_1 ...}
     * @param arguments JSON text as it came, or free text of a custom tool; empty for none
     * @param carrier what its provider wants back with it, null for nothing
     * @param sealAt where that stands, or would stand, in the caller's spelling
     */
    record ToolCall(
            String id,
            String name,
            String arguments,
            boolean custom,
            @Nullable Carrier carrier,
            @Nullable Cache cache,
            String at,
            String sealAt)
            implements Content {
        /** In a protocol that has no place for a seal with the call. */
        public ToolCall(
                String id,
                String name,
                String arguments,
                boolean custom,
                @Nullable Carrier carrier,
                @Nullable Cache cache,
                String at) {
            this(id, name, arguments, custom, carrier, cache, at, at);
        }
    }

    /**
     * What the tool said.
     *
     * @param parts texts, images and documents
     */
    record ToolResult(
            String callId,
            List<Content> parts,
            boolean error,
            @Nullable Cache cache,
            String at) implements Content {
        public ToolResult {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Thinking of the model.
     *
     * @param text empty when only its provider can read it
     * @param carrier null when it was not signed
     */
    record Thinking(String text, @Nullable Carrier carrier, String at) implements Content {}

    /** The model said why it does not answer. */
    record Refused(String text, String at) implements Content {}

    /**
     * What only one protocol has words for.
     *
     * @param type its name there
     */
    record Foreign(Protocol origin, String type, JsonNode raw, String at) implements Content {}
}
