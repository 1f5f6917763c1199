package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatEvent;
import java.util.function.Consumer;

/** One block of an answer as it comes in. */
interface BlockDecoder {
    void delta(JsonNode delta, Consumer<ChatEvent> out);

    void close(Consumer<ChatEvent> out);
}
