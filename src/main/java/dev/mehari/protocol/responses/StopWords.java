package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import org.jspecify.annotations.Nullable;

/** Why a response ended: its status, or what its {@code incomplete_details} say. */
final class StopWords {
    private StopWords() {}

    /**
     * @param called whether it asks for tools
     * @param refused whether the model said why it does not answer
     */
    static StopReason read(String word, boolean called, boolean refused, Losses losses) {
        return switch (word) {
            case "max_output_tokens" -> StopReason.MAX_TOKENS;
            case "content_filter" -> StopReason.FILTERED;
            case "completed" -> called ? StopReason.TOOL_USE : refused ? StopReason.FILTERED : StopReason.END;
            default -> {
                // It was cut, whatever it is that cut it.
                losses.add("incomplete_details.reason", Loss.Action.APPROXIMATED);
                yield StopReason.MAX_TOKENS;
            }
        };
    }

    /**
     * Why the response is incomplete, null when it is complete.
     *
     * @param refused whether a part of it says why there is no answer: then it is complete
     */
    static @Nullable String incomplete(StopReason reason, boolean refused, Losses losses) {
        return switch (reason) {
            case END, STOP_SEQUENCE, TOOL_USE -> null;
            case PAUSED -> {
                losses.add("answer.stop_reason", Loss.Action.APPROXIMATED);
                yield null;
            }
            case MAX_TOKENS, CONTEXT_FULL -> "max_output_tokens";
            case FILTERED -> refused ? null : "content_filter";
        };
    }
}
