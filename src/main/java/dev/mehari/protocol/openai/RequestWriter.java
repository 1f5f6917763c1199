package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Ability;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.util.List;

/** Writes a request for a chat completion, as the upstream's quirks want it. */
final class RequestWriter {
    /** Most stop texts that OpenAI takes. */
    private static final int STOPS = 4;

    private final ChatRequest request;
    private final Aim aim;
    private final Losses losses;
    private final ObjectNode body = Tree.object();

    private RequestWriter(ChatRequest request, Aim aim, Losses losses) {
        this.request = request;
        this.aim = aim;
        this.losses = losses;
    }

    static Written write(ChatRequest request, Aim aim, Losses losses) {
        return new RequestWriter(Ability.of(request, aim, losses), aim, losses).written();
    }

    private Written written() {
        body.put("model", aim.model());
        ToolWriter tools = new ToolWriter(aim, losses);
        TurnWriter messages = new TurnWriter(tools, aim, losses);
        String told = FormatWriter.write(request.format(), body, aim, losses);
        body.set("messages", messages.write(request.turns(), told));
        tools.write(request, body);
        stop(request.stop());
        SettingWriter.write(request.options().copy(), request.reasoning(), body, aim, losses);
        ReasoningWriter.write(request.reasoning(), messages.thought(), body, aim, losses);
        if (request.stream()) {
            body.put("stream", true);
            if (!aim.has(Quirk.USAGE_ALWAYS)) {
                body.putObject("stream_options").put("include_usage", true);
            }
            if (aim.has(Quirk.TOOL_STREAM) && body.has("tools")) {
                body.put("tool_stream", true);
            }
        }
        return new Written(body, tools.changed(), tools.texts());
    }

    private void stop(List<Given<String>> stop) {
        int most = aim.has(Quirk.ONE_STOP) ? 1 : STOPS;
        ArrayNode texts = Tree.array();
        for (Given<String> text : stop) {
            if (aim.capabilities().stops()
                    && texts.size() < most
                    && !text.value().isEmpty()) {
                texts.add(text.value());
            } else {
                losses.dropped(text.at());
            }
        }
        if (!texts.isEmpty()) {
            body.set("stop", texts);
        }
    }
}
