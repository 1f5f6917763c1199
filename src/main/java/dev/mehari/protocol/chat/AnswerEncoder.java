package dev.mehari.protocol.chat;

import dev.mehari.call.Refusal;
import java.util.function.Consumer;

/** Writes one answer for a caller: as a stream, or whole. One answer, one thread. */
public interface AnswerEncoder {
    /** The answer as one JSON text. */
    byte[] whole(Answer answer);

    /**
     * One event of a stream.
     *
     * @param out takes what is to be sent, an event of the caller's protocol at a time; nothing when the event says
     *     nothing there
     */
    void take(ChatEvent event, Consumer<byte[]> out);

    /**
     * All that one event of the upstream said has been taken: what was held back, to be said together with more of the
     * same event, goes out. A stream in which this is never called is as good, only cut in other places.
     */
    default void flush(Consumer<byte[]> out) {}

    /** The answer is complete, after the last {@link ChatEvent.Stopped}: what closes the stream. */
    void end(Consumer<byte[]> out);

    /** The stream's last event: why it failed. There is no terminator of success behind it. */
    byte[] failure(Refusal refusal);
}
