package dev.mehari.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import org.jspecify.annotations.Nullable;

/**
 * A step of an answer. A whole reply is the same steps at once.
 *
 * <pre>
 *   Started  ( Opened  Delta*  [Signed]  Closed )*  [Reported]  Stopped (one for each choice)
 * </pre>
 *
 * Blocks have an index of their own each, from 0 in the order in which they open, whatever the choice. Several may be
 * open at once; an encoder whose protocol does not allow that puts {@link OneAtATime} in front. {@code Reported} may come
 * at any time after {@code Started}; the last counts. {@code Failed} may come at any time and is the last.
 */
public sealed interface ChatEvent {
    /**
     * The first.
     *
     * @param id the upstream's id of the answer, null when it gave none
     * @param model as the upstream names it, null when it does not
     */
    record Started(@Nullable String id, @Nullable String model) implements ChatEvent {}

    /** @param choice which of several answers it belongs to, from 0 */
    record Opened(int index, int choice, Block block) implements ChatEvent {}

    /**
     * More of an open block: text, thinking, or arguments.
     *
     * @param text not empty
     * @param logprobs in OpenAI's form, the array {@code content}; null for none
     */
    record Delta(int index, String text, @Nullable JsonNode logprobs) implements ChatEvent {
        public Delta(int index, String text) {
            this(index, text, null);
        }
    }

    /** What the provider wants back with a block of thinking, or of text; at most once, before it closes. */
    record Signed(int index, Carrier carrier) implements ChatEvent {}

    record Closed(int index) implements ChatEvent {}

    /** Cumulative. */
    record Reported(Usage usage) implements ChatEvent {}

    /**
     * One answer is complete; all its blocks are closed.
     *
     * @param raw the upstream's own word, null when it said none
     * @param sequence the stop text that was met, null when it was none or is not known
     * @param explanation why it was filtered, null when not said
     */
    record Stopped(
            int choice,
            StopReason reason,
            @Nullable String raw,
            @Nullable String sequence,
            @Nullable String explanation)
            implements ChatEvent {
        public Stopped(int choice, StopReason reason, @Nullable String raw) {
            this(choice, reason, raw, null, null);
        }
    }

    /** The upstream says that it failed. */
    record Failed(ErrorFacts facts) implements ChatEvent {}

    /** The upstream only keeps the connection awake. */
    record Ping() implements ChatEvent {}

    /** Nothing that is known; noted and passed over. */
    record Unknown(Protocol origin, String type) implements ChatEvent {}
}
