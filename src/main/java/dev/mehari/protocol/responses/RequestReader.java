package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads a request for a response: all that is in it, and nothing that a server would have to remember. */
final class RequestReader {
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
    private final Names names;
    private final Losses losses;

    private RequestReader(Fields body, Losses losses) {
        this.body = body;
        this.names = Names.of(body.raw());
        this.losses = losses;
    }

    static ChatRequest read(JsonNode json, boolean stream, Losses losses) {
        return new RequestReader(Fields.of(json, ""), losses).request(stream);
    }

    private ChatRequest request(boolean stream) {
        refuseState();
        body.ignore("model", "stream");
        Fields streamed = body.object("stream_options");
        if (streamed != null) {
            streamed.ignore("include_obfuscation");
            streamed.loseRest(losses);
        }
        ToolReader tools = new ToolReader(names, losses);
        tools.read(body);
        ItemReader items = new ItemReader(names, tools, losses);
        List<Turn> turns = turns(items);
        OutputReader output = new OutputReader(body, items.reasoning(), losses);
        Options options = options(output);
        ChatRequest request = new ChatRequest(
                turns,
                tools.tools(),
                new ChoiceReader(names, losses).read(body),
                body.flag("parallel_tool_calls"),
                output.format(),
                output.reasoning(),
                List.of(),
                options,
                stream);
        output.loseRest();
        usual();
        body.loseRest(losses);
        return request;
    }

    /** What stands at the vendor's server, and is as much a part of the question as what stands here. */
    private void refuseState() {
        for (String name : new String[] {"previous_response_id", "conversation"}) {
            if (body.get(name) != null) {
                throw Refusal.of(
                        ErrorKind.PREVIOUS_RESPONSE_NOT_FOUND,
                        "\"" + name + "\" names a conversation that the upstream of this model does not keep;"
                                + " send its items in \"input\"",
                        name);
            }
        }
        if (body.isTrue("background")) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "the upstream of this model keeps no responses, so that none can be asked for later",
                    "background");
        }
        if (body.get("prompt") != null) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "\"prompt\" names a template that the upstream of this model does not have",
                    "prompt");
        }
    }

    /** Members that ask for what happens anyway. */
    private void usual() {
        if ("disabled".equals(body.raw().path("truncation").asText(""))) {
            body.ignore("truncation");
        }
        body.ignore("background");
    }

    private List<Turn> turns(ItemReader items) {
        List<Turn> turns = new ArrayList<>();
        JsonNode instructions = body.get("instructions");
        if (instructions != null && instructions.isTextual()) {
            turns.add(said(Role.SYSTEM, instructions.textValue(), "instructions"));
        } else if (instructions != null) {
            turns.addAll(items.turns(body.objects("instructions")));
        }
        JsonNode input = body.need("input");
        if (input.isTextual()) {
            turns.add(said(Role.USER, input.textValue(), "input"));
        } else {
            turns.addAll(items.turns(body.objects("input")));
        }
        return turns;
    }

    private static Turn said(Role role, String text, String at) {
        return new Turn(role, List.of(new Content.Text(text, null, at)), at);
    }

    private Options options(OutputReader output) {
        Options options = new Options();
        NUMBERS.forEach((option, name) -> options.put(option, body.number(name), name));
        ANY.forEach((option, name) -> options.put(option, body.get(name), name));
        Given<Integer> cap = body.integer("max_output_tokens");
        if (cap != null && cap.value() < 1) {
            throw Fields.wrong("max_output_tokens", "at least 1");
        }
        options.put(Option.MAX_TOKENS, body.get("max_output_tokens"), "max_output_tokens");
        output.verbosity(options);
        include(options);
        user(options);
        return options;
    }

    private void include(Options options) {
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
    private void user(Options options) {
        options.put(Option.USER, body.get("user"), "user");
        JsonNode safety = body.get("safety_identifier");
        if (safety != null) {
            options.lose(Option.USER, Loss.Action.DROPPED, losses);
            options.put(Option.USER, safety, "safety_identifier");
        }
    }
}
