package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatEvent;
import java.util.function.Consumer;

/** Reads one item of the output, in pieces, whole, or both: what the whole says beyond the pieces is handed out. */
sealed interface ItemDecoder permits CallDecoder, MessageDecoder, ReasoningDecoder, WholeDecoder {
    /** The item as it begins. */
    default void added(JsonNode item, Consumer<ChatEvent> out) {}

    /** @param type of the event */
    default void delta(String type, JsonNode event, Consumer<ChatEvent> out) {}

    /** A part of a message has ended. */
    default void partDone(JsonNode event, Consumer<ChatEvent> out) {}

    /** The item as it is at its end; from the second time on nothing happens. */
    void done(JsonNode item, Consumer<ChatEvent> out);

    /** There will be no more of it. */
    void close(Consumer<ChatEvent> out);

    /** Whether it asks for a tool. */
    default boolean called() {
        return false;
    }

    /** Whether it says why there is no answer. */
    default boolean refused() {
        return false;
    }
}
