package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.OutputFormat;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/** Reads a request for a response: all that is in it, and nothing that a server would have to remember. */
final class RequestReader {
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
        TurnReader items = new TurnReader(names, tools, losses);
        List<Turn> turns = turns(items);
        Fields text = body.object("text");
        Options options = SettingReader.read(body, text, losses);
        ToolChoice choice = new ToolChoiceReader(names, losses).read(body);
        Given<Boolean> parallel = body.flag("parallel_tool_calls");
        Given<OutputFormat> format = FormatReader.read(text, losses);
        if (text != null) {
            text.loseRest(losses);
        }
        Given<Reasoning> reasoning = ReasoningReader.read(body.object("reasoning"), items.reasoning(), losses);
        ChatRequest request =
                new ChatRequest(turns, tools.tools(), choice, parallel, format, reasoning, List.of(), options, stream);
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

    private List<Turn> turns(TurnReader items) {
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
}
