package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import org.jspecify.annotations.Nullable;

/** Reads {@code thinking} and {@code output_config.effort}. */
final class ReasoningReader {
    private final Fields request;
    private final @Nullable Fields config;
    private final @Nullable Fields changed;
    private final Losses losses;

    /**
     * @param config {@code output_config}, null for none
     * @param changed that of the last message that has one, null for none
     */
    ReasoningReader(Fields request, @Nullable Fields config, @Nullable Fields changed, Losses losses) {
        this.request = request;
        this.config = config;
        this.changed = changed;
        this.losses = losses;
    }

    @Nullable
    Given<Reasoning> read() {
        Given<Effort> effort = effort();
        Fields thinking = request.object("thinking");
        if (thinking == null) {
            return effort == null ? null : new Given<>(new Reasoning.Word(effort.value(), false), effort.at());
        }
        boolean shown = !"omitted".equals(thinking.text("display"));
        Given<Reasoning> reasoning = switch (thinking.needText("type")) {
            case "disabled" -> {
                lose(effort);
                yield new Given<>(new Reasoning.Word(Effort.NONE, false), thinking.path());
            }
            case "adaptive" ->
                effort == null
                        ? new Given<>(new Reasoning.Adaptive(shown), thinking.path())
                        : new Given<>(new Reasoning.Word(effort.value(), shown), effort.at());
            case "enabled" -> {
                lose(effort);
                yield budget(thinking, shown);
            }
            // Thinking that waits for the first result of a tool: the next to it is a little of it everywhere.
            case "between_tools" -> {
                losses.add(thinking.path(), Loss.Action.APPROXIMATED);
                yield effort == null
                        ? new Given<>(new Reasoning.Word(Effort.LOW, shown), thinking.path())
                        : new Given<>(new Reasoning.Word(effort.value(), shown), effort.at());
            }
            default ->
                throw Fields.wrong(thinking.at("type"), "\"enabled\", \"adaptive\", \"disabled\" or \"between_tools\"");
        };
        thinking.loseRest(losses);
        return reasoning;
    }

    private static Given<Reasoning> budget(Fields thinking, boolean shown) {
        thinking.need("budget_tokens");
        Given<Integer> tokens = thinking.integer("budget_tokens");
        if (tokens == null || tokens.value() <= 0) {
            throw Fields.wrong(thinking.at("budget_tokens"), "greater than 0");
        }
        return new Given<>(new Reasoning.Budget(tokens.value(), shown), tokens.at());
    }

    private @Nullable Given<Effort> effort() {
        Given<Effort> first = effort(config);
        Given<Effort> later = effort(changed);
        return later == null ? first : later;
    }

    private static @Nullable Given<Effort> effort(@Nullable Fields config) {
        String word = config == null ? null : config.text("effort");
        if (config == null || word == null) {
            return null;
        }
        String at = config.at("effort");
        return new Given<>(
                Effort.of(word)
                        .filter(effort -> effort.compareTo(Effort.LOW) >= 0)
                        .orElseThrow(() -> Fields.wrong(at, "\"low\", \"medium\", \"high\", \"xhigh\" or \"max\"")),
                at);
    }

    private void lose(@Nullable Given<Effort> effort) {
        if (effort != null) {
            losses.dropped(effort.at());
        }
    }
}
