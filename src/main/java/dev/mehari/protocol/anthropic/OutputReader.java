package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import org.jspecify.annotations.Nullable;

/** Reads {@code thinking}, {@code output_config} and the beta field {@code output_format} that came before it. */
final class OutputReader {
    /** Schemas have no names in this protocol. */
    private static final String NAME = "response";

    private final Fields request;
    private final @Nullable Fields config;
    private final @Nullable Fields changed;
    private final Losses losses;

    /** @param changed {@code output_config} of the last message that has one, null for none */
    OutputReader(Fields request, @Nullable Fields changed, Losses losses) {
        this.request = request;
        this.config = request.object("output_config");
        this.changed = changed;
        this.losses = losses;
    }

    @Nullable
    Given<OutputFormat> format() {
        Fields old = request.object("output_format");
        Fields format = config == null ? null : config.object("format");
        if (format == null) {
            format = old;
        }
        if (format == null) {
            return null;
        }
        if (!format.needText("type").equals("json_schema")) {
            throw Fields.wrong(format.at("type"), "\"json_schema\"");
        }
        JsonNode schema = format.need("schema");
        format.loseRest(losses);
        // Anthropic always holds the answer to the schema; where another vendor can, it is told to.
        return new Given<>(
                new OutputFormat.Schema(NAME, null, schema, ClosedSchema.closed(schema) ? true : null), format.path());
    }

    @Nullable
    Given<Reasoning> reasoning() {
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

    void loseRest() {
        if (config != null) {
            config.loseRest(losses);
        }
        if (changed != null) {
            changed.loseRest(losses);
        }
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
