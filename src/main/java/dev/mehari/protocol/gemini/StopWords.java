package dev.mehari.protocol.gemini;

import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Google's words for why a candidate ended, from its reference of {@code FinishReason}. */
final class StopWords {
    private static final Set<String> FILTERS = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");

    private StopWords() {}

    /** Whether it names something: the zero value of the enum stands for nothing. */
    static boolean named(String word) {
        return !word.isEmpty() && !word.endsWith("_UNSPECIFIED");
    }

    /**
     * What it means.
     *
     * @param calls whether the candidate asks for tools
     * @return null for a fault of the model or the server, and for a word that is not known
     */
    static @Nullable StopReason read(String word, boolean calls) {
        return switch (word) {
            case "STOP" -> StopReason.END.with(calls);
            // The answer goes on only in a way of Google's own.
            case "MAX_TOKENS", "CONTINUATION" -> StopReason.MAX_TOKENS;
            // A caller that is told of calls has to be told to make them, whatever the reason.
            default -> !FILTERS.contains(word) ? null : calls ? StopReason.TOOL_USE : StopReason.FILTERED;
        };
    }

    /** @param raw the upstream's own word, kept where it is one of these */
    static String write(StopReason reason, @Nullable String raw, Losses losses) {
        return switch (reason) {
            case END, STOP_SEQUENCE, TOOL_USE -> "STOP";
            case PAUSED -> {
                losses.add("answer.stop_reason", Loss.Action.APPROXIMATED);
                yield "STOP";
            }
            case MAX_TOKENS, CONTEXT_FULL -> "MAX_TOKENS";
            case FILTERED -> raw != null && FILTERS.contains(raw) ? raw : "SAFETY";
        };
    }
}
