package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Quirk;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.openaicommon.Opening;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes turns as messages: what the model said, what tools said right behind it, then what the user says. */
final class TurnWriter {
    private final Aim aim;
    private final Losses losses;
    private final PartWriter parts;
    private final AssistantWriter assistant;
    private final ResultWriter results;
    private final ArrayNode messages = Tree.array();

    TurnWriter(ToolWriter tools, Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
        this.parts = new PartWriter(aim, losses);
        this.assistant = new AssistantWriter(tools, aim, losses);
        this.results = new ResultWriter(parts, losses);
    }

    /** @param told what the model has to be told besides, null for nothing */
    ArrayNode write(List<Turn> turns, @Nullable String told) {
        Opening opening = Opening.of(turns, told);
        if (!opening.said().isEmpty()) {
            system(opening.said());
        }
        List<Turn> rest = opening.rest();
        int lastUser = lastUser(rest);
        for (int i = 0; i < rest.size(); i++) {
            Turn turn = rest.get(i);
            switch (turn.role()) {
                case SYSTEM -> later(turn);
                case USER -> user(turn);
                case ASSISTANT -> said(turn, i > lastUser);
            }
        }
        shown(results.takeMoved());
        return messages;
    }

    /** Whether thinking was sent back with the history. */
    boolean thought() {
        return assistant.thought();
    }

    private static int lastUser(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Role.USER
                    && !turns.get(i).parts().stream().allMatch(Content.ToolResult.class::isInstance)) {
                return i;
            }
        }
        return -1;
    }

    private void add(String role, JsonNode content) {
        messages.add(Tree.object().put("role", role).set("content", content));
    }

    /** Texts of the operator are one, a blank line between them. */
    private void system(List<Content> said) {
        add("system", joined(said));
    }

    private JsonNode joined(List<Content> said) {
        String text = Opening.joined(said, part -> CacheMarks.taken(part.cache(), aim), losses);
        return text == null ? parts.content(said) : TextNode.valueOf(text);
    }

    private void later(Turn turn) {
        if (aim.has(Quirk.SYSTEM_FIRST)) {
            losses.add(turn.at(), Loss.Action.APPROXIMATED);
            add("user", joined(turn.parts()));
        } else {
            system(turn.parts());
        }
    }

    private void user(Turn turn) {
        List<Content> rest = new ArrayList<>();
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolResult result) {
                messages.add(results.message(result));
            } else {
                rest.add(part);
            }
        }
        shown(results.takeMoved());
        if (!rest.isEmpty() || turn.parts().isEmpty()) {
            add("user", parts.content(rest));
        }
    }

    private void said(Turn turn, boolean inLoop) {
        ObjectNode message = assistant.message(turn, inLoop);
        messages.add(message);
        List<Content> images = assistant.takeMoved();
        if (message.has("tool_calls")) {
            // Nothing may stand between calls and their results.
            results.move(images);
        } else {
            shown(images);
        }
    }

    /** What can only stand in a message of the user. */
    private void shown(List<Content> moved) {
        if (!moved.isEmpty()) {
            add("user", parts.content(moved));
        }
    }
}
