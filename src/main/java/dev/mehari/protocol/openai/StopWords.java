package dev.mehari.protocol.openai;

import dev.mehari.protocol.chat.StopReason;
import java.util.Optional;

/** Why an answer ended, in OpenAI's words and in those that its look-alikes have added. */
final class StopWords {
    private StopWords() {}

    /** Empty for a word that nobody is known to use; that of an answer that went wrong is one of them. */
    static Optional<StopReason> read(String word) {
        return Optional.ofNullable(
                switch (word) {
                    // Together says "eos", gateways in front of Anthropic leave its words.
                    case "stop", "eos", "end_turn" -> StopReason.END;
                    case "stop_sequence" -> StopReason.STOP_SEQUENCE;
                    case "tool_calls", "function_call", "tool_use" -> StopReason.TOOL_USE;
                    case "length", "max_tokens" -> StopReason.MAX_TOKENS;
                    // Z.AI and Mistral.
                    case "model_context_window_exceeded", "model_length" -> StopReason.CONTEXT_FULL;
                    // Z.AI says "sensitive", proxies of other vendors "refusal".
                    case "content_filter", "sensitive", "refusal" -> StopReason.FILTERED;
                    default -> null;
                });
    }

    static String write(StopReason reason, boolean legacy) {
        return switch (reason) {
            case END, STOP_SEQUENCE, PAUSED -> "stop";
            case TOOL_USE -> legacy ? "function_call" : "tool_calls";
            case MAX_TOKENS, CONTEXT_FULL -> "length";
            case FILTERED -> "content_filter";
        };
    }
}
