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
    private final Losses losses;

    OutputReader(Fields request, Losses losses) {
        this.text = request.object("text");
        this.reasoning = request.object("reasoning");
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

    /** Who asks for a summary of the thinking asks for thinking, and who asks for thinking is shown it. */
    @Nullable
    Given<Reasoning> reasoning() {
        if (reasoning == null) {
            return null;
        }
        String word = reasoning.text("effort");
        String summary = reasoning.text("summary");
        String old = reasoning.text("generate_summary");
        if (word == null) {
            return summary != null || old != null
                    ? new Given<>(
                            new Reasoning.Adaptive(true),
                            reasoning.at(summary == null ? "generate_summary" : "summary"))
                    : null;
        }
        Effort effort = Effort.of(word)
                .orElseThrow(() -> Fields.wrong(
                        reasoning.at("effort"),
                        "one of \"none\", \"minimal\", \"low\", \"medium\", \"high\", \"xhigh\", \"max\""));
        return new Given<>(new Reasoning.Word(effort, effort != Effort.NONE), reasoning.at("effort"));
    }

    void loseRest() {
        if (text != null) {
            text.loseRest(losses);
        }
        if (reasoning != null) {
            reasoning.loseRest(losses);
        }
    }
}
