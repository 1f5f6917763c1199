package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import org.jspecify.annotations.Nullable;

/** Reads {@code reasoning}. */
final class ReasoningReader {
    private ReasoningReader() {}

    /**
     * Who asks for a summary of the thinking asks for thinking, and who asks for thinking is shown it.
     *
     * @param asked null when the request says nothing
     * @param changed what was said about it since, null for nothing
     */
    static @Nullable Given<Reasoning> read(@Nullable Fields asked, @Nullable Fields changed, Losses losses) {
        Given<Effort> effort = effort(asked);
        Given<Effort> later = effort(changed);
        Given<Reasoning> summary = asked == null ? null : summary(asked);
        if (asked != null) {
            asked.loseRest(losses);
        }
        if (changed != null) {
            changed.loseRest(losses);
        }
        Given<Effort> last = later == null ? effort : later;
        return last == null
                ? summary
                : new Given<>(new Reasoning.Word(last.value(), last.value() != Effort.NONE), last.at());
    }

    private static @Nullable Given<Reasoning> summary(Fields asked) {
        String summary = asked.text("summary");
        String old = asked.text("generate_summary");
        return summary == null && old == null
                ? null
                : new Given<>(new Reasoning.Adaptive(true), asked.at(summary == null ? "generate_summary" : "summary"));
    }

    private static @Nullable Given<Effort> effort(@Nullable Fields reasoning) {
        String word = reasoning == null ? null : reasoning.text("effort");
        if (reasoning == null || word == null) {
            return null;
        }
        String at = reasoning.at("effort");
        return new Given<>(
                Effort.of(word)
                        .orElseThrow(() -> Fields.wrong(
                                at, "one of \"none\", \"minimal\", \"low\", \"medium\", \"high\", \"xhigh\", \"max\"")),
                at);
    }
}
