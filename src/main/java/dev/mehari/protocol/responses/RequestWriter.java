package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Ability;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Written;
import java.util.List;

/** Writes a request for a response that the server need not remember. */
final class RequestWriter {
    private final ChatRequest request;
    private final Aim aim;
    private final Losses losses;
    private final ObjectNode body = Tree.object();
    private final ObjectNode text = Tree.object();

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
        TurnWriter input = new TurnWriter(tools, aim, losses);
        String told = FormatWriter.write(request.format(), text, aim, losses);
        input.write(request.turns(), told, body);
        tools.write(request, body);
        stop(request.stop());
        boolean thinks = ReasoningWriter.write(request.reasoning(), body, aim, losses);
        SettingWriter.write(request, thinks, body, text, aim, losses);
        if (!text.isEmpty()) {
            body.set("text", text);
        }
        if (request.stream()) {
            body.put("stream", true);
        }
        return new Written(body, tools.changed(), tools.texts());
    }

    /** The protocol has none. All of them are one loss, named by what held them. */
    private void stop(List<Given<String>> stop) {
        for (Given<String> one : stop) {
            int index = one.at().lastIndexOf('[');
            losses.dropped(one.at().endsWith("]") && index > 0 ? one.at().substring(0, index) : one.at());
        }
    }
}
