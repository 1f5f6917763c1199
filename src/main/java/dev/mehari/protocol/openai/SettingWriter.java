package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.openaicommon.UserName;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the settings that are one value each. */
final class SettingWriter {
    private static final BigDecimal LEAST_TOP_P = new BigDecimal("0.01");

    private final Options options;
    private final ObjectNode body;
    private final Aim aim;
    private final Losses losses;

    private SettingWriter(Options options, ObjectNode body, Aim aim, Losses losses) {
        this.options = options;
        this.body = body;
        this.aim = aim;
        this.losses = losses;
    }

    /** @param options taken from until they are empty */
    static void write(Options options, @Nullable Given<Reasoning> reasoning, ObjectNode body, Aim aim, Losses losses) {
        new SettingWriter(options, body, aim, losses).all(aim.samples(reasoning));
    }

    private void all(boolean sampling) {
        maxTokens();
        // What the model said last is history here.
        options.lose(Option.PREFILL, Loss.Action.APPROXIMATED, losses);
        // Models that draw tokens their own way refuse every value but 1.
        if (sampling || options.is(Option.TEMPERATURE, 1)) {
            temperature();
        }
        if (sampling || options.is(Option.TOP_P, 1)) {
            topP();
        }
        if (sampling && aim.has(Quirk.SAMPLING_EXTRAS)) {
            as(Option.TOP_K, "top_k");
            as(Option.MIN_P, "min_p");
            as(Option.REPETITION_PENALTY, "repetition_penalty");
        }
        unless(Quirk.NO_PENALTIES, Option.FREQUENCY_PENALTY, "frequency_penalty");
        unless(Quirk.NO_PENALTIES, Option.PRESENCE_PENALTY, "presence_penalty");
        unless(Quirk.NO_LOGIT_BIAS, Option.LOGIT_BIAS, "logit_bias");
        unless(Quirk.NO_SEED, Option.SEED, "seed");
        unless(Quirk.NO_LOGPROBS, Option.LOGPROBS, "logprobs");
        unless(Quirk.NO_LOGPROBS, Option.TOP_LOGPROBS, "top_logprobs");
        answers();
        user();
        modalities();
        unless(Quirk.NO_EXTRAS, Option.AUDIO, "audio");
        unless(Quirk.NO_EXTRAS, Option.METADATA, "metadata");
        unless(Quirk.NO_EXTRAS, Option.STORE, "store");
        unless(Quirk.NO_EXTRAS, Option.SERVICE_TIER, "service_tier");
        unless(Quirk.NO_EXTRAS, Option.VERBOSITY, "verbosity");
        unless(Quirk.NO_EXTRAS, Option.PREDICTION, "prediction");
        unless(Quirk.NO_EXTRAS, Option.CACHE_KEY, "prompt_cache_key");
        unless(Quirk.NO_EXTRAS, Option.CACHE_OPTIONS, "prompt_cache_options");
        unless(Quirk.NO_EXTRAS, Option.CACHE_RETENTION, "prompt_cache_retention");
        unless(Quirk.NO_EXTRAS, Option.WEB_SEARCH, "web_search_options");
        unless(Quirk.NO_EXTRAS, Option.MODERATION, "moderation");
        VendorSettings.write(options, body, aim);
        options.loseRest(losses);
    }

    private void as(Option option, String name) {
        Given<JsonNode> given = options.take(option);
        if (given != null) {
            body.set(name, given.value());
        }
    }

    private void unless(Quirk lacking, Option option, String name) {
        if (!aim.has(lacking)) {
            as(option, name);
        }
    }

    private void maxTokens() {
        String name = aim.has(Quirk.MAX_TOKENS_NAME) ? "max_tokens" : "max_completion_tokens";
        Given<JsonNode> given = options.take(Option.MAX_TOKENS);
        if (given == null) {
            return;
        }
        if (given.value().longValue() < 1) {
            throw Fields.wrong(given.at(), "at least 1");
        }
        int most = aim.capabilities().maxOutputTokens();
        boolean over = most > 0 && given.value().longValue() > most;
        if (over) {
            losses.add(given.at(), Loss.Action.CLAMPED);
        }
        body.set(name, over ? IntNode.valueOf(most) : given.value());
    }

    private void temperature() {
        Given<JsonNode> given = options.take(Option.TEMPERATURE);
        if (given == null) {
            return;
        }
        BigDecimal value = given.value().decimalValue();
        if (value.signum() == 0 && aim.has(Quirk.DO_SAMPLE)) {
            body.put("do_sample", false);
            losses.add(given.at(), Loss.Action.EMULATED);
            return;
        }
        boolean over = aim.has(Quirk.TEMPERATURE_TO_ONE) && value.compareTo(BigDecimal.ONE) > 0;
        if (over) {
            losses.add(given.at(), Loss.Action.CLAMPED);
        }
        body.set("temperature", over ? IntNode.valueOf(1) : given.value());
    }

    private void topP() {
        Given<JsonNode> given = options.take(Option.TOP_P);
        if (given == null) {
            return;
        }
        boolean under =
                aim.has(Quirk.TOP_P_ABOVE_ZERO) && given.value().decimalValue().compareTo(LEAST_TOP_P) < 0;
        if (under) {
            losses.add(given.at(), Loss.Action.CLAMPED);
        }
        body.set("top_p", under ? DecimalNode.valueOf(LEAST_TOP_P) : given.value());
    }

    /** One answer in place of several would not be what was asked for. */
    private void answers() {
        Given<JsonNode> given = options.take(Option.N);
        if (given == null) {
            return;
        }
        if (aim.has(Quirk.NO_N)) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the model \"" + aim.model() + "\" gives one answer to a call",
                    given.at());
        }
        body.set("n", given.value());
    }

    private void user() {
        Given<JsonNode> given = options.peek(Option.USER);
        if (given == null || aim.has(Quirk.NO_USER)) {
            return;
        }
        Optional<String> name = UserName.fit(given.value().asText(), aim);
        if (name.isPresent()) {
            options.take(Option.USER);
            body.put(field(given), name.get());
        }
    }

    private String field(Given<JsonNode> given) {
        if (aim.has(Quirk.USER_ID)) {
            return "user_id";
        }
        // A caller of this very protocol is left his own word.
        return aim.has(Quirk.USER_NAME) || given.at().equals("user") ? "user" : "safety_identifier";
    }

    private void modalities() {
        Given<JsonNode> given = options.peek(Option.MODALITIES);
        if (given == null) {
            return;
        }
        if (aim.has(Quirk.NO_EXTRAS)) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE, "the model \"" + aim.model() + "\" answers in text only", given.at());
        }
        if (options.peek(Option.AUDIO) == null && spoken(given.value())) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the model \"" + aim.model() + "\" speaks only with a voice and a format, which \"" + given.at()
                            + "\" does not name",
                    given.at());
        }
        as(Option.MODALITIES, "modalities");
    }

    private static boolean spoken(JsonNode modalities) {
        for (JsonNode word : modalities) {
            if (word.asText().equals("audio")) {
                return true;
            }
        }
        return false;
    }
}
