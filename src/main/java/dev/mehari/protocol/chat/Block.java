package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import org.jspecify.annotations.Nullable;

/** A piece of an answer that is sent in deltas, as it begins. */
public sealed interface Block {
    record Text() implements Block {}

    record Thinking() implements Block {}

    /** Text that says why there is no answer. */
    record Refused() implements Block {}

    /**
     * A call of a tool; its arguments come as deltas.
     *
     * @param id never empty
     * @param custom whether the arguments are free text in place of JSON
     * @param carrier what the provider wants back with the call, null for nothing
     */
    record ToolCall(
            String id,
            String name,
            boolean custom,
            @Nullable Carrier carrier) implements Block {}

    /** An image that the model made; whole, without deltas. */
    record Image(Media media) implements Block {}

    /** What only one protocol has words for; whole, without deltas. */
    record Foreign(Protocol origin, String type, JsonNode raw) implements Block {
        /** What it is called as a loss, for protocols without words for it. */
        public String at() {
            return "answer." + type;
        }
    }
}
