package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * Writes one choice of a completion.
 *
 * <pre>
 *   SILENT -- anything is said: the prompt, if it is to be repeated --> SAYING -- Stopped: finish_reason --> STOPPED
 * </pre>
 *
 * Nothing is written before something is said, so that an answer that fails at once can still fail as a whole.
 */
final class CompletionChoice {
    private enum State {
        SILENT,
        SAYING,
        STOPPED
    }

    /** Takes the pieces of the choice. */
    interface Pieces {
        /**
         * @param logprobs of the tokens of this text, in the form of chats; null for none
         * @param offset code points that came before
         * @param finish null while there is more
         */
        void add(String text, @Nullable JsonNode logprobs, int offset, @Nullable String finish);
    }

    private final String echo;
    private final Pieces pieces;
    private State state = State.SILENT;
    private boolean said;
    private int offset;

    /** @param echo the prompt, where it is to be repeated; else empty */
    CompletionChoice(String echo, Pieces pieces) {
        this.echo = echo;
        this.pieces = pieces;
    }

    void say(String text, @Nullable JsonNode logprobs) {
        begin();
        said = true;
        add(text, logprobs, null);
    }

    /** @return false when it is not told why it was filtered: behind a text there is no place for that */
    boolean stop(ChatEvent.Stopped stopped) {
        begin();
        String why = stopped.reason() == StopReason.FILTERED ? stopped.explanation() : null;
        if (!said && why != null) {
            add(why, null, null);
        }
        state = State.STOPPED;
        add("", null, finish(stopped.reason()));
        return !said || why == null;
    }

    private void begin() {
        switch (state) {
            case SILENT -> {
                state = State.SAYING;
                if (!echo.isEmpty()) {
                    add(echo, null, null);
                }
            }
            case SAYING -> {}
            case STOPPED -> throw new IllegalStateException("the choice has stopped");
        }
    }

    private void add(String text, @Nullable JsonNode logprobs, @Nullable String finish) {
        pieces.add(text, logprobs, offset, finish);
        offset += text.codePointCount(0, text.length());
    }

    /** There are no tools here: a model that asks for one has said what it says. */
    private static String finish(StopReason reason) {
        return StopWords.write(reason == StopReason.TOOL_USE ? StopReason.END : reason, true);
    }
}
