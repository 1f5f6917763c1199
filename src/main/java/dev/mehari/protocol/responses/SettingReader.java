package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings that are one value each. */
final class SettingReader {
    private static final String LOGPROBS = "message.output_text.logprobs";

    private static final Map<Option, String> NUMBERS = new EnumMap<>(Option.class);

    static {
        NUMBERS.put(Option.TEMPERATURE, "temperature");
        NUMBERS.put(Option.TOP_P, "top_p");
    }

    private static final Map<Option, String> ANY = new EnumMap<>(Option.class);

    static {
        ANY.put(Option.METADATA, "metadata");
        ANY.put(Option.STORE, "store");
        ANY.put(Option.SERVICE_TIER, "service_tier");
        ANY.put(Option.CACHE_KEY, "prompt_cache_key");
        ANY.put(Option.CACHE_OPTIONS, "prompt_cache_options");
        ANY.put(Option.CACHE_RETENTION, "prompt_cache_retention");
        ANY.put(Option.MODERATION, "moderation");
    }

    private final Fields body;
    private final Losses losses;
    private final Options options = new Options();

    private SettingReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    /** @param text the object of that name, null when the request has none */
    static Options read(Fields body, @Nullable Fields text, Losses losses) {
        return new SettingReader(body, losses).options(text);
    }

    private Options options(@Nullable Fields text) {
        NUMBERS.forEach((option, name) -> options.put(option, body.number(name), name));
        ANY.forEach((option, name) -> options.put(option, body.get(name), name));
        Given<Integer> cap = body.integer("max_output_tokens");
        if (cap != null && cap.value() < 1) {
            throw Fields.wrong("max_output_tokens", "at least 1");
        }
        options.put(Option.MAX_TOKENS, body.get("max_output_tokens"), "max_output_tokens");
        if (text != null) {
            options.put(Option.VERBOSITY, text.get("verbosity"), text.at("verbosity"));
        }
        include();
        user();
        return options;
    }

    private void include() {
        Given<Integer> top = body.integer("top_logprobs");
        if (top != null && top.value() > 0) {
            options.put(Option.TOP_LOGPROBS, body.get("top_logprobs"), "top_logprobs");
            options.put(Option.LOGPROBS, BooleanNode.TRUE, "top_logprobs");
        }
        int index = 0;
        for (JsonNode word : body.list("include")) {
            String at = "include[" + index++ + "]";
            if (word.asText().equals(LOGPROBS)) {
                options.put(Option.LOGPROBS, BooleanNode.TRUE, at);
            } else if (!word.asText().equals(ResponseObject.ENCRYPTED)) {
                losses.dropped(at);
            }
        }
    }

    /** The second has taken the place of the first. */
    private void user() {
        options.put(Option.USER, body.get("user"), "user");
        JsonNode safety = body.get("safety_identifier");
        if (safety != null) {
            options.lose(Option.USER, Loss.Action.DROPPED, losses);
            options.put(Option.USER, safety, "safety_identifier");
        }
    }
}
