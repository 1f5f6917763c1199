package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request for a chat completion, with the settings that look-alike vendors have added. */
final class RequestReader {
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

    private RequestReader(Fields body, Losses losses) {
        this.body = body;
        this.losses = losses;
    }

    static ChatRequest read(JsonNode json, boolean stream, Losses losses) {
        return new RequestReader(Fields.of(json, ""), losses).request(stream);
    }

    private ChatRequest request(boolean stream) {
        body.ignore("model", "stream");
        streamOptions(body, losses);
        body.need("messages");
        List<Fields> messages = body.objects("messages");
        if (messages.isEmpty()) {
            throw Fields.wrong("messages", "an array of at least one message");
        }
        ToolReader tools = new ToolReader(body, losses);
        Options options = options();
        ChatRequest request = new ChatRequest(
                new MessageReader(losses).turns(messages),
                tools.tools(),
                tools.choice(),
                tools.parallel(),
                format(),
                ReasoningReader.read(body, options, losses),
                stop(body),
                options,
                stream);
        // What OpenAI does not have may be the upstream's own; what nobody has is named by whoever writes.
        body.rest().forEach(name -> options.other(name, body.raw().path(name), name));
        return request;
    }

    static void streamOptions(Fields body, Losses losses) {
        Fields streamed = body.object("stream_options");
        if (streamed != null) {
            streamed.ignore("include_usage", "include_obfuscation");
            streamed.loseRest(losses);
        }
    }

    /** One text is the same as a list of one. */
    static List<Given<String>> stop(Fields body) {
        JsonNode value = body.get("stop");
        if (value == null) {
            return List.of();
        }
        List<Given<String>> texts = new ArrayList<>();
        for (JsonNode text : value.isArray() ? value : Tree.array().add(value)) {
            String at = "stop[" + texts.size() + "]";
            if (!text.isTextual()) {
                throw Fields.wrong(value.isArray() ? at : "stop", "a string");
            }
            texts.add(new Given<>(text.textValue(), at));
        }
        return texts;
    }

    private @Nullable Given<OutputFormat> format() {
        Fields format = body.object("response_format");
        if (format == null) {
            return null;
        }
        OutputFormat read = switch (format.needText("type")) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.Json();
            case "json_schema" -> schema(format);
            default -> throw Fields.wrong("response_format.type", "one of \"text\", \"json_object\", \"json_schema\"");
        };
        format.loseRest(losses);
        if (read == null) {
            return null;
        }
        return new Given<>(
                read, read instanceof OutputFormat.Schema ? "response_format.json_schema.schema" : "response_format");
    }

    private OutputFormat schema(Fields format) {
        format.need("json_schema");
        Fields schema = Fields.of(format.need("json_schema"), "response_format.json_schema");
        JsonNode tree = schema.get("schema");
        OutputFormat read = new OutputFormat.Schema(
                schema.needText("name"),
                schema.text("description"),
                tree == null ? Tree.object() : tree,
                // Said here as what it means when it is left out: other protocols mean the opposite.
                schema.isTrue("strict"));
        schema.loseRest(losses);
        return read;
    }

    private Options options() {
        Options options = new Options();
        PLAIN.forEach((option, name) -> options.put(option, body.number(name), name));
        ANY.forEach((option, name) -> options.put(option, body.get(name), name));
        maxTokens(options);
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
        first(options, Option.USER, "safety_identifier", "user", "user_id");
        for (JsonNode modality : body.list("modalities")) {
            if (!modality.asText().equals("text")) {
                options.put(Option.MODALITIES, body.get("modalities"), "modalities");
            }
        }
        return options;
    }

    private void maxTokens(Options options) {
        for (String name : new String[] {"max_completion_tokens", "max_tokens"}) {
            Given<Integer> cap = body.integer(name);
            if (cap != null && cap.value() < 1) {
                throw Refusal.of(ErrorKind.INVALID_REQUEST, "\"" + name + "\" must be at least 1", name);
            }
        }
        first(options, Option.MAX_TOKENS, "max_completion_tokens", "max_tokens");
    }

    /** Of several names for the same thing the first that is there counts. */
    private void first(Options options, Option option, String... names) {
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
