package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import java.util.Locale;

/** Writes {@code generationConfig}. Limits are those of Google's reference of the API. */
final class SettingWriter {
    private static final int MOST_ANSWERS = 8;
    private static final int MOST_STOPS = 5;
    private static final int MOST_LOGPROBS = 20;

    private final Options options;
    private final Capabilities capabilities;
    private final Losses losses;
    private final ObjectNode out = Tree.object();

    /** @param options what is taken from them is written */
    SettingWriter(Options options, Capabilities capabilities, Losses losses) {
        this.options = options;
        this.capabilities = capabilities;
        this.losses = losses;
    }

    ObjectNode write(ChatRequest request) {
        if (capabilities.sampling()) {
            copy(Option.TEMPERATURE, "temperature");
            copy(Option.TOP_P, "topP");
            copy(Option.TOP_K, "topK");
        }
        answers();
        stop(request.stop());
        seed();
        copy(Option.PRESENCE_PENALTY, "presencePenalty");
        copy(Option.FREQUENCY_PENALTY, "frequencyPenalty");
        logprobs();
        maxTokens();
        modalities();
        if (request.format() != null) {
            new FormatWriter(capabilities, !request.tools().isEmpty(), losses).write(request.format(), out);
        }
        if (request.reasoning() != null) {
            ObjectNode thinking = new ReasoningWriter(capabilities, losses).write(request.reasoning());
            if (!thinking.isEmpty()) {
                out.set("thinkingConfig", thinking);
            }
        }
        return out;
    }

    private void copy(Option option, String name) {
        Given<JsonNode> given = options.take(option);
        if (given != null) {
            out.set(name, given.value());
        }
    }

    private void answers() {
        Given<JsonNode> given = options.take(Option.N);
        if (given == null || given.value().asInt() == 1) {
            return;
        }
        if (given.value().asInt() < 1 || given.value().asInt() > MOST_ANSWERS) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "The target of this model gives 1 to " + MOST_ANSWERS + " answers (\"" + given.at() + "\").",
                    given.at());
        }
        out.set("candidateCount", given.value());
    }

    private void stop(List<Given<String>> stops) {
        ArrayNode texts = Tree.array();
        for (Given<String> stop : stops) {
            if (texts.size() < MOST_STOPS && !stop.value().isEmpty()) {
                texts.add(stop.value());
            } else {
                losses.dropped(stop.at());
            }
        }
        if (!texts.isEmpty()) {
            out.set("stopSequences", texts);
        }
    }

    private void seed() {
        Given<JsonNode> given = options.take(Option.SEED);
        if (given == null) {
            return;
        }
        boolean fits = given.value().canConvertToInt();
        if (!fits) {
            losses.add(given.at(), Loss.Action.APPROXIMATED);
        }
        // Any number will do as long as the same seed stays the same.
        out.set(
                "seed",
                fits ? given.value() : IntNode.valueOf(given.value().asText().hashCode()));
    }

    private void logprobs() {
        Given<JsonNode> wanted = options.take(Option.LOGPROBS);
        if (wanted == null || !wanted.value().asBoolean()) {
            return;
        }
        out.put("responseLogprobs", true);
        Given<JsonNode> top = options.take(Option.TOP_LOGPROBS);
        if (top != null) {
            out.set("logprobs", capped(top, MOST_LOGPROBS));
        }
    }

    private void maxTokens() {
        Given<JsonNode> given = options.take(Option.MAX_TOKENS);
        if (given == null) {
            return;
        }
        if (given.value().asLong() < 1) {
            throw Fields.wrong(given.at(), "at least 1");
        }
        int most = capabilities.maxOutputTokens();
        out.set("maxOutputTokens", most > 0 ? capped(given, most) : given.value());
    }

    private JsonNode capped(Given<JsonNode> given, int most) {
        if (given.value().asLong() <= most) {
            return given.value();
        }
        losses.add(given.at(), Loss.Action.CLAMPED);
        return IntNode.valueOf(most);
    }

    private void modalities() {
        Given<JsonNode> given = options.take(Option.MODALITIES);
        Given<JsonNode> voice = options.peek(Option.AUDIO);
        Given<JsonNode> search = options.peek(Option.WEB_SEARCH);
        ArrayNode words = Tree.array();
        boolean other = false;
        boolean sound = false;
        for (JsonNode word : given == null ? Tree.array() : given.value()) {
            words.add(word.asText().toUpperCase(Locale.ROOT));
            other |= !word.asText().equals("text");
            sound |= word.asText().equals("audio");
        }
        if (given != null && sound) {
            throw unsupported(voice == null ? given : voice, "spoken answers");
        }
        if (search != null) {
            throw unsupported(search, "a search of another vendor's");
        }
        if (other) {
            out.set("responseModalities", words);
        }
    }

    private static Refusal unsupported(Given<JsonNode> given, String what) {
        return Refusal.of(
                ErrorKind.UNSUPPORTED_VALUE,
                "The target of this model cannot be asked for " + what + " (\"" + given.at() + "\").",
                given.at());
    }
}
