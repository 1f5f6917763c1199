package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import java.util.EnumMap;
import java.util.Map;

/** Reads the settings that are one value each, those that look-alike vendors have added among them. */
final class SettingReader {
    private static final Map<Option, String> PLAIN = new EnumMap<>(Option.class);

    static {
        PLAIN.put(Option.TEMPERATURE, "temperature");
        PLAIN.put(Option.TOP_P, "top_p");
        PLAIN.put(Option.TOP_K, "top_k");
        PLAIN.put(Option.MIN_P, "min_p");
        PLAIN.put(Option.FREQUENCY_PENALTY, "frequency_penalty");
        PLAIN.put(Option.PRESENCE_PENALTY, "presence_penalty");
        PLAIN.put(Option.REPETITION_PENALTY, "repetition_penalty");
        PLAIN.put(Option.SEED, "seed");
        PLAIN.put(Option.TOP_LOGPROBS, "top_logprobs");
    }

    private static final Map<Option, String> ANY = new EnumMap<>(Option.class);

    static {
        ANY.put(Option.LOGIT_BIAS, "logit_bias");
        ANY.put(Option.METADATA, "metadata");
        ANY.put(Option.STORE, "store");
        ANY.put(Option.SERVICE_TIER, "service_tier");
        ANY.put(Option.VERBOSITY, "verbosity");
        ANY.put(Option.PREDICTION, "prediction");
        ANY.put(Option.AUDIO, "audio");
        ANY.put(Option.CACHE_KEY, "prompt_cache_key");
        ANY.put(Option.CACHE_OPTIONS, "prompt_cache_options");
        ANY.put(Option.CACHE_RETENTION, "prompt_cache_retention");
        ANY.put(Option.WEB_SEARCH, "web_search_options");
        ANY.put(Option.MODERATION, "moderation");
    }

    private final Fields body;
    private final Losses losses;
    private final Options options = new Options();

    private SettingReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    static Options read(Fields body, Losses losses) {
        return new SettingReader(body, losses).options();
    }

    private Options options() {
        PLAIN.forEach((option, name) -> options.put(option, body.number(name), name));
        ANY.forEach((option, name) -> options.put(option, body.get(name), name));
        maxTokens();
        Given<Integer> n = body.integer("n");
        if (n != null && n.value() < 1) {
            throw Fields.wrong("n", "at least 1");
        }
        if (n != null && n.value() > 1) {
            options.put(Option.N, body.get("n"), "n");
        }
        if (body.isTrue("logprobs")) {
            options.put(Option.LOGPROBS, body.get("logprobs"), "logprobs");
        }
        // The first has taken the place of the second at OpenAI; the third is GLM's.
        first(Option.USER, "safety_identifier", "user", "user_id");
        for (JsonNode modality : body.list("modalities")) {
            if (!modality.asText().equals("text")) {
                options.put(Option.MODALITIES, body.get("modalities"), "modalities");
            }
        }
        return options;
    }

    private void maxTokens() {
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            Given<Integer> cap = body.integer(name);
            if (cap != null && cap.value() < 1) {
                throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + name + "\" must be at least 1", name);
            }
        }
        first(Option.MAX_TOKENS, "max_completion_tokens", "max_tokens");
    }

    /** Of several names for the same thing the first that is there counts. */
    private void first(Option option, String... names) {
        for (String name : names) {
            JsonNode value = body.get(name);
            if (value == null) {
                continue;
            }
            if (options.peek(option) == null) {
                options.put(option, value, name);
            } else {
                losses.dropped(name);
            }
        }
    }
}
