package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
final class SettingReader {
    private final Options options;
    private final Losses losses;
    private final List<Given<String>> stop = new ArrayList<>();
    private @Nullable Given<OutputFormat> format;
    private @Nullable Given<Reasoning> reasoning;

    SettingReader(Options options, Losses losses) {
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
        format = FormatReader.read(config);
        Fields thinking = config.object("thinkingConfig");
        if (thinking != null) {
            reasoning = ReasoningReader.read(thinking);
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
}
