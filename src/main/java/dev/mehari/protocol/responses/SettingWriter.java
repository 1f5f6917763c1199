package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Quirk;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.UserName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the settings that are one value each. */
final class SettingWriter {
    /** The least that the API takes as a cap. */
    private static final int LEAST_TOKENS = 16;

    private final ChatRequest request;
    private final Options options;
    private final ObjectNode body;
    private final Aim aim;
    private final Losses losses;
    private final ArrayNode include = Tree.array();

    private SettingWriter(ChatRequest request, ObjectNode body, Aim aim, Losses losses) {
        this.request = request;
        this.options = request.options().copy();
        this.body = body;
        this.aim = aim;
        this.losses = losses;
    }

    /**
     * @param thinks whether the model may think
     * @param text gets what stands in {@code text}
     */
    static void write(ChatRequest request, boolean thinks, ObjectNode body, ObjectNode text, Aim aim, Losses losses) {
        new SettingWriter(request, body, aim, losses).all(thinks, text);
    }

    private void all(boolean thinks, ObjectNode text) {
        refuse(Option.N, "gives one answer to a call");
        refuse(Option.MODALITIES, "answers in text only");
        maxTokens();
        // What the model said last is history here.
        options.lose(Option.PREFILL, Loss.Action.APPROXIMATED, losses);
        // Models that draw tokens their own way refuse every value but 1.
        for (Option option : List.of(Option.TEMPERATURE, Option.TOP_P)) {
            if (aim.samples(request.reasoning()) || options.is(option, 1)) {
                as(option, body, option.name().toLowerCase(Locale.ROOT));
            }
        }
        // What the server does not remember has to be sent back, and its thinking is sealed for that.
        if (thinks) {
            include.add(ResponseObject.ENCRYPTED);
        }
        if (!aim.has(Quirk.NO_LOGPROBS)) {
            if (options.take(Option.LOGPROBS) != null) {
                include.add("message.output_text.logprobs");
            }
            as(Option.TOP_LOGPROBS, body, "top_logprobs");
        }
        user();
        boolean extras = !aim.has(Quirk.NO_EXTRAS);
        if (extras) {
            as(Option.METADATA, body, "metadata");
            as(Option.SERVICE_TIER, body, "service_tier");
            as(Option.VERBOSITY, text, "verbosity");
            as(Option.CACHE_KEY, body, "prompt_cache_key");
            as(Option.CACHE_OPTIONS, body, "prompt_cache_options");
            as(Option.CACHE_RETENTION, body, "prompt_cache_retention");
            as(Option.MODERATION, body, "moderation");
            as(Option.STORE, body, "store");
        }
        if (!body.has("store")) {
            body.put("store", false);
        }
        if (!include.isEmpty()) {
            body.set("include", include);
        }
        options.loseRest(losses);
    }

    /** What would not be what was asked for. */
    private void refuse(Option option, String why) {
        Given<JsonNode> given = options.take(option);
        if (given != null) {
            throw Refusal.of(ErrorKind.UNSUPPORTED_VALUE, "the model \"" + aim.model() + "\" " + why, given.at());
        }
    }

    private void as(Option option, ObjectNode into, String name) {
        Given<JsonNode> given = options.take(option);
        if (given != null) {
            into.set(name, given.value());
        }
    }

    private void maxTokens() {
        Given<JsonNode> given = options.take(Option.MAX_TOKENS);
        if (given == null) {
            return;
        }
        long asked = given.value().longValue();
        if (asked < 1) {
            throw Fields.wrong(given.at(), "at least 1");
        }
        int most = aim.capabilities().maxOutputTokens();
        long sent = Math.max(LEAST_TOKENS, most > 0 ? Math.min(asked, most) : asked);
        if (sent == asked) {
            body.set("max_output_tokens", given.value());
        } else {
            losses.add(given.at(), Loss.Action.CLAMPED);
            body.put("max_output_tokens", sent);
        }
    }

    private void user() {
        Given<JsonNode> given = options.peek(Option.USER);
        if (given == null || aim.has(Quirk.NO_USER)) {
            return;
        }
        Optional<String> name = UserName.fit(given.value().asText(), aim);
        if (name.isPresent()) {
            options.take(Option.USER);
            boolean user = aim.has(Quirk.USER_NAME) || given.at().equals("user");
            body.put(user ? "user" : "safety_identifier", name.get());
        }
    }
}
