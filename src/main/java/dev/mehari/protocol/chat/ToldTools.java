package dev.mehari.protocol.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A conversation for a model that has no tools: which were called, and what they said, is told in words. */
public final class ToldTools {
    private final Losses losses;
    private final Map<String, String> names = new HashMap<>();

    private ToldTools(Losses losses) {
        this.losses = losses;
    }

    /** The request itself where the model has tools. */
    public static ChatRequest of(ChatRequest request, Aim aim, Losses losses) {
        if (aim.capabilities().tools()) {
            return request;
        }
        ToldTools told = new ToldTools(losses);
        List<Turn> turns =
                History.settled(request.turns()).stream().map(told::turn).toList();
        return new ChatRequest(
                turns,
                request.tools(),
                request.toolChoice(),
                request.parallel(),
                request.format(),
                request.reasoning(),
                request.stop(),
                request.options(),
                request.stream());
    }

    private Turn turn(Turn turn) {
        List<Content> parts = new ArrayList<>();
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolCall call) {
                names.put(call.id(), call.name());
                String given = call.arguments().isBlank() ? "" : " with " + call.arguments();
                say("I call the tool \"" + call.name() + "\"" + given + ".\n", call, parts);
            } else if (part instanceof Content.ToolResult result) {
                String name = names.getOrDefault(result.callId(), result.callId());
                say("The tool \"" + name + "\" " + (result.error() ? "failed:\n" : "said:\n"), result, parts);
                parts.addAll(result.parts());
            } else {
                parts.add(part);
            }
        }
        return turn.with(parts);
    }

    private void say(String text, Content instead, List<Content> parts) {
        losses.add(instead.at(), Loss.Action.EMULATED);
        parts.add(new Content.Text(text, instead.cache(), instead.at()));
    }
}
