package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.StopReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why answers end, in Anthropic's words and in ours. */
final class StopWords {
    /** {@code sensitive} is of Z.AI, whose endpoint may let its own words through. */
    private static final Map<String, StopReason> READ = Map.of(
            "end_turn", StopReason.END,
            "stop_sequence", StopReason.STOP_SEQUENCE,
            "tool_use", StopReason.TOOL_USE,
            "max_tokens", StopReason.MAX_TOKENS,
            "model_context_window_exceeded", StopReason.CONTEXT_FULL,
            "refusal", StopReason.FILTERED,
            "pause_turn", StopReason.PAUSED,
            "compaction", StopReason.PAUSED,
            "sensitive", StopReason.FILTERED);

    private StopWords() {}

    /** A word of an upstream; null when it is not known. */
    static @Nullable StopReason read(String word) {
        return READ.get(word);
    }

    /**
     * Writes {@code stop_reason} and what belongs to it.
     *
     * @param tools whether the answer asks for tools
     * @param refused text in which the model said why it does not answer, null when it did not
     */
    static void write(ObjectNode out, ChatEvent.Stopped stopped, boolean tools, @Nullable String refused) {
        String word = switch (stopped.reason().with(tools)) {
            case END -> refused == null ? "end_turn" : "refusal";
            case STOP_SEQUENCE -> stopped.sequence() == null ? "end_turn" : "stop_sequence";
            case TOOL_USE -> "tool_use";
            case MAX_TOKENS -> "max_tokens";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case FILTERED -> "refusal";
            case PAUSED -> "pause_turn";
        };
        out.put("stop_reason", word);
        out.put("stop_sequence", word.equals("stop_sequence") ? stopped.sequence() : null);
        if (word.equals("refusal")) {
            ObjectNode details = out.putObject("stop_details").put("type", "refusal");
            details.putNull("category");
            details.put("explanation", explanation(stopped, refused));
        }
    }

    private static String explanation(ChatEvent.Stopped stopped, @Nullable String refused) {
        if (stopped.explanation() != null) {
            return stopped.explanation();
        }
        if (refused != null) {
            return refused;
        }
        return stopped.raw() == null
                ? "The provider ended the answer."
                : "The provider ended the answer: " + stopped.raw();
    }
}
