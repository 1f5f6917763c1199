package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import org.jspecify.annotations.Nullable;

/** Reads {@code text} and {@code reasoning}. */
final class OutputReader {
    private final @Nullable Fields text;
    private final @Nullable Fields reasoning;
    private final @Nullable Fields changed;
    private final Losses losses;

    /** @param changed what was said about reasoning since, null for nothing */
    OutputReader(Fields request, @Nullable Fields changed, Losses losses) {
        this.text = request.object("text");
        this.reasoning = request.object("reasoning");
        this.changed = changed;
        this.losses = losses;
    }

    void verbosity(Options options) {
        if (text != null) {
            options.put(Option.VERBOSITY, text.get("verbosity"), text.at("verbosity"));
        }
    }

    @Nullable
    Given<OutputFormat> format() {
        Fields format = text == null ? null : text.object("format");
        if (format == null) {
            return null;
        }
        OutputFormat read = switch (format.needText("type")) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" -> schema(format);
            default -> throw Fields.wrong(format.at("type"), "one of \"text\", \"json_object\", \"json_schema\"");
        };
        format.loseRest(losses);
        return read == null ? null : new Given<>(read, format.path());
    }

    private static OutputFormat schema(Fields format) {
        JsonNode schema = format.get("schema");
        return new OutputFormat.Schema(
                format.needText("name"),
                format.text("description"),
                schema == null ? Tree.object() : schema,
                // Said here as what it means when it is left out: other protocols mean the opposite.
                format.isTrue("strict"));
    }

    /** Who asks for a summary of the thinking asks for thinking. */
    @Nullable
    Given<Reasoning> reasoning() {
        Given<Effort> effort = effort(reasoning);
        Given<Effort> later = effort(changed);
        effort = later == null ? effort : later;
        String summary = reasoning == null ? null : reasoning.text("summary");
        String old = reasoning == null ? null : reasoning.text("generate_summary");
        boolean shown = summary != null || old != null;
        if (effort != null) {
            return new Given<>(new Reasoning.Word(effort.value(), shown && effort.value() != Effort.NONE), effort.at());
        }
        return reasoning != null && shown
                ? new Given<>(
                        new Reasoning.Adaptive(true), reasoning.at(summary == null ? "generate_summary" : "summary"))
                : null;
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

    void loseRest() {
        if (text != null) {
            text.loseRest(losses);
        }
        if (reasoning != null) {
            reasoning.loseRest(losses);
        }
        if (changed != null) {
            changed.loseRest(losses);
        }
    }
}
