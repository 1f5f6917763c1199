package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.Slice;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads one answer of an upstream. What it hands out is in the order of {@link ChatEvent}. One answer, one thread. */
public interface AnswerDecoder {
    /**
     * A whole reply, at once; the last event is {@link ChatEvent.Stopped} or {@link ChatEvent.Failed}.
     *
     * @param reply known to be a reply of this protocol without an error
     */
    void whole(JsonNode reply, Consumer<ChatEvent> out);

    /**
     * One event of a stream.
     *
     * @param name empty when it has none
     * @param data may be empty
     * @throws IOException when the data is not of this protocol; it is passed over then
     */
    void event(String name, Slice data, Consumer<ChatEvent> out) throws IOException;

    /** Whether the terminal event has been seen: nothing is read after it. */
    boolean over();

    /**
     * The bytes have ended, or {@link #over}: hands out what closes the answer.
     *
     * @return false when the answer is not complete; nothing is handed out then
     */
    boolean end(Consumer<ChatEvent> out);
}
