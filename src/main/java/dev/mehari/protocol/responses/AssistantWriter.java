package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes what the model said earlier: an item each for its thinking, its words and its calls of tools. */
final class AssistantWriter {
    private final ToolWriter tools;
    private final Losses losses;
    private final Set<String> custom = new HashSet<>();
    private final List<Content> moved = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private final List<Content.Thinking> pending = new ArrayList<>();

    AssistantWriter(ToolWriter tools, Losses losses) {
        this.tools = tools;
        this.losses = losses;
    }

    /** Whether the call of that id was written as one of a tool that takes text. */
    boolean custom(String callId) {
        return custom.contains(callId);
    }

    List<Content> takeMoved() {
        List<Content> taken = List.copyOf(moved);
        moved.clear();
        return taken;
    }

    /** Whether tools were called. */
    boolean write(Turn turn, ArrayNode input) {
        boolean called = false;
        for (Content part : turn.parts()) {
            if (part.cache() != null) {
                losses.dropped(part.cache().at());
            }
            switch (part) {
                case Content.Text text -> words.append(text.text());
                case Content.Refused refused -> {
                    ObjectNode refusal = Tree.object().put("type", "refusal").put("refusal", refused.text());
                    say(input);
                    item(message(Tree.array().add(refusal)), input);
                }
                case Content.Thinking thinking -> {
                    say(input);
                    think(thinking);
                }
                case Content.ToolCall call -> {
                    say(input);
                    ObjectNode item = tools.call(call);
                    if (item.path("type").asText().equals("custom_tool_call")) {
                        custom.add(call.id());
                    }
                    item(item, input);
                    called = true;
                }
                case Content.Foreign foreign -> {
                    say(input);
                    foreign(foreign, input);
                }
                case Content.ToolResult result -> losses.dropped(result.at());
                case Content.Image image -> move(image);
                case Content.Audio audio -> move(audio);
                case Content.Video video -> move(video);
                case Content.Document document -> move(document);
            }
        }
        say(input);
        forget();
        return called;
    }

    private void say(ArrayNode input) {
        if (!words.isEmpty()) {
            item(message(TextNode.valueOf(words.toString())), input);
            words.setLength(0);
        }
    }

    private static ObjectNode message(JsonNode content) {
        return Tree.object().put("type", "message").put("role", "assistant").set("content", content);
    }

    /** An item; sealed thinking goes right before what came of it. */
    private void item(JsonNode item, ArrayNode input) {
        for (Content.Thinking thinking : pending) {
            if (thinking.carrier() != null) {
                input.add(thinking.carrier().raw());
            }
        }
        pending.clear();
        input.add(item);
    }

    /** Only OpenAI can open what it has sealed, and nobody else's. */
    private void think(Content.Thinking thinking) {
        Carrier carrier = thinking.carrier();
        if (carrier == null || carrier.origin() != Protocol.OPENAI_RESPONSES) {
            losses.dropped(thinking.at());
        } else {
            pending.add(thinking);
        }
    }

    /** Thinking of which nothing came is refused. */
    private void forget() {
        pending.forEach(thinking -> losses.dropped(thinking.at()));
        pending.clear();
    }

    private void foreign(Content.Foreign foreign, ArrayNode input) {
        if (foreign.origin() == Protocol.OPENAI_RESPONSES) {
            item(foreign.raw(), input);
        } else {
            losses.dropped(foreign.at());
        }
    }

    private void move(Content part) {
        losses.add(part.at(), Loss.Action.MOVED);
        moved.add(part);
    }
}
