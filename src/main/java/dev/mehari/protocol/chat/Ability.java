package dev.mehari.protocol.chat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as a model can take it. To one that has no tools, which were called and what they said is told in words;
 * one that sees no images is not asked about them as if it did.
 */
public final class Ability {
    private final Losses losses;
    private final Map<String, String> names = new HashMap<>();

    private Ability(Losses losses) {
        this.losses = losses;
    }

    /**
     * The request itself where the model has tools.
     *
     * @throws Refusal {@code UNSUPPORTED_CONTENT} for an image, where it sees none
     */
    public static ChatRequest of(ChatRequest request, Aim aim, Losses losses) {
        if (!aim.capabilities().images()) {
            request.turns().forEach(turn -> refuseImages(turn.parts(), aim));
        }
        if (aim.capabilities().tools()) {
            return request;
        }
        Ability told = new Ability(losses);
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

    private static void refuseImages(List<Content> parts, Aim aim) {
        for (Content part : parts) {
            if (part instanceof Content.Image image) {
                throw Refusal.of(
                        ErrorKind.UNSUPPORTED_CONTENT,
                        "the model \"" + aim.model() + "\" sees no images: \"" + image.at() + "\"",
                        image.at());
            }
            if (part instanceof Content.ToolResult result) {
                refuseImages(result.parts(), aim);
            }
        }
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
