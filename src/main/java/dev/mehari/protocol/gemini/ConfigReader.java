package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code generationConfig}. */
final class ConfigReader {
    private final Options options;
    private final Losses losses;
    private final List<Given<String>> stop = new ArrayList<>();
    private @Nullable Given<OutputFormat> format;
    private @Nullable Given<Reasoning> reasoning;

    ConfigReader(Options options, Losses losses) {
        this.options = options;
        this.losses = losses;
    }

    List<Given<String>> stop() {
        return stop;
    }

    @Nullable
    Given<OutputFormat> format() {
        return format;
    }

    @Nullable
    Given<Reasoning> reasoning() {
        return reasoning;
    }

    void read(@Nullable Fields config) {
        if (config == null) {
            return;
        }
        atLeastOne(config, "maxOutputTokens", Option.MAX_TOKENS);
        number(config, "temperature", Option.TEMPERATURE);
        number(config, "topP", Option.TOP_P);
        number(config, "topK", Option.TOP_K);
        number(config, "seed", Option.SEED);
        number(config, "presencePenalty", Option.PRESENCE_PENALTY);
        number(config, "frequencyPenalty", Option.FREQUENCY_PENALTY);
        atLeastOne(config, "candidateCount", Option.N);
        if (config.isTrue("responseLogprobs")) {
            options.put(Option.LOGPROBS, config.get("responseLogprobs"), config.at("responseLogprobs"));
        }
        number(config, "logprobs", Option.TOP_LOGPROBS);
        for (JsonNode text : config.list("stopSequences")) {
            String at = config.at("stopSequences") + "[" + stop.size() + "]";
            if (!text.isTextual()) {
                throw Fields.wrong(at, "a string");
            }
            stop.add(new Given<>(text.textValue(), at));
        }
        modalities(config);
        format = format(config);
        Fields thinking = config.object("thinkingConfig");
        if (thinking != null) {
            reasoning = reasoning(thinking);
            thinking.loseRest(losses);
        }
        config.loseRest(losses);
    }

    private void number(Fields config, String name, Option option) {
        options.put(option, config.number(name), config.at(name));
    }

    private void atLeastOne(Fields config, String name, Option option) {
        Given<Integer> given = config.integer(name);
        if (given != null && given.value() < 1) {
            throw Fields.wrong(given.at(), "at least 1");
        }
        // One answer is what everybody gives.
        if (given != null && (option != Option.N || given.value() > 1)) {
            options.put(option, config.get(name), given.at());
        }
    }

    private void modalities(Fields config) {
        ArrayNode words = Tree.array();
        boolean other = false;
        for (JsonNode word : config.list("responseModalities")) {
            String kind = word.asText().toLowerCase(Locale.ROOT);
            words.add(kind);
            other |= !kind.equals("text");
        }
        if (other) {
            options.put(Option.MODALITIES, words, config.at("responseModalities"));
        }
    }

    private static @Nullable Given<OutputFormat> format(Fields config) {
        String mime = config.text("responseMimeType");
        String jsonName = config.get("_responseJsonSchema") == null ? "responseJsonSchema" : "_responseJsonSchema";
        JsonNode json = config.get(jsonName);
        JsonNode openApi = config.get("responseSchema");
        if ("text/x.enum".equals(mime)) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "The target of this model cannot answer with a bare enum value (\"text/x.enum\").",
                    config.at("responseMimeType"));
        }
        JsonNode schema =
                json != null ? OpenApiSchema.json(json) : openApi == null ? null : OpenApiSchema.read(openApi);
        if (schema != null) {
            String at = config.at(json != null ? jsonName : "responseSchema");
            return new Given<>(new OutputFormat.Schema("response", null, schema, null), at);
        }
        return "application/json".equals(mime)
                ? new Given<>(new OutputFormat.Json(), config.at("responseMimeType"))
                : null;
    }

    private static @Nullable Given<Reasoning> reasoning(Fields thinking) {
        boolean shown = thinking.isTrue("includeThoughts");
        Given<Integer> budget = thinking.integer("thinkingBudget");
        String level = thinking.text("thinkingLevel");
        if (budget != null && level != null) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "\"" + budget.at() + "\" and \"" + thinking.at("thinkingLevel") + "\" exclude each other",
                    budget.at());
        }
        if (budget != null) {
            return new Given<>(ofBudget(budget, shown), budget.at());
        }
        if (level != null && !level.endsWith("_UNSPECIFIED")) {
            Effort effort = Effort.of(level.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> Fields.wrong(thinking.at("thinkingLevel"), "MINIMAL, LOW, MEDIUM or HIGH"));
            return new Given<>(new Reasoning.Word(effort, shown), thinking.at("thinkingLevel"));
        }
        return shown ? new Given<>(new Reasoning.Adaptive(true), thinking.at("includeThoughts")) : null;
    }

    private static Reasoning ofBudget(Given<Integer> budget, boolean shown) {
        int tokens = budget.value();
        if (tokens < -1) {
            throw Fields.wrong(budget.at(), "at least -1");
        }
        return switch (tokens) {
            case -1 -> new Reasoning.Adaptive(shown);
            case 0 -> new Reasoning.Word(Effort.NONE, false);
            default -> new Reasoning.Budget(tokens, shown);
        };
    }
}
