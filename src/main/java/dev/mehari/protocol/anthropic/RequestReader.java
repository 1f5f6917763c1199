package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.ToolChoice;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/** Reads a messages request. Fields of both API versions are taken, and of count_tokens, which has fewer. */
final class RequestReader {
    private final Fields request;
    private final Losses losses;

    RequestReader(JsonNode body, Losses losses) {
        this.request = Fields.of(body, "");
        this.losses = losses;
    }

    ChatRequest read(boolean stream) {
        refuseState();
        request.ignore("model");
        ToolReader toolReader = new ToolReader(request, losses);
        ToolChanges changes = new ToolChanges(toolReader.tools(), toolReader, losses);
        TurnReader turnReader = new TurnReader(request, losses);
        List<Turn> turns = changes.takenFrom(turnReader.turns());
        List<Tool> tools = changes.tools();
        ToolChoice choice = toolReader.choice();
        Fields config = request.object("output_config");
        Fields changed = turnReader.changed();
        ChatRequest read = new ChatRequest(
                turns,
                tools,
                choice,
                toolReader.parallel(),
                FormatReader.read(request, config, losses),
                new ReasoningReader(request, config, changed, losses).read(),
                stops(),
                SettingReader.read(request, turns, losses),
                request.isTrue("stream") || stream);
        if (config != null) {
            config.loseRest(losses);
        }
        if (changed != null) {
            changed.loseRest(losses);
        }
        request.loseRest(losses);
        return read;
    }

    /** What only Anthropic's servers can do: the request without it would be another one. */
    private void refuseState() {
        if (request.get(ErrorShape.THREAD) != null) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_VALUE,
                    "\"thread\" is not possible here: send the whole conversation without it",
                    ErrorShape.THREAD);
        }
        if (!request.list("mcp_servers").isEmpty()) {
            throw Refusal.of(
                    ErrorKind.UNSUPPORTED_TOOL,
                    "\"mcp_servers\" are called by Anthropic's servers only",
                    "mcp_servers");
        }
    }

    private List<Given<String>> stops() {
        List<Given<String>> stops = new ArrayList<>();
        for (JsonNode stop : request.list("stop_sequences")) {
            String at = "stop_sequences[" + stops.size() + "]";
            if (!stop.isTextual()) {
                throw Fields.wrong(at, "a string");
            }
            stops.add(new Given<>(stop.textValue(), at));
        }
        return stops;
    }
}
