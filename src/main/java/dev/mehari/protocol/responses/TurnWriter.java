package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import dev.mehari.protocol.openaicommon.Opening;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes turns: what the operator says first as {@code instructions}, all else as items of {@code input}. */
final class TurnWriter {
    private final Aim aim;
    private final Losses losses;
    private final PartWriter parts;
    private final AssistantWriter assistant;
    private final ResultWriter results;
    private final ArrayNode input = Tree.array();

    TurnWriter(ToolWriter tools, Aim aim, Losses losses) {
        this.aim = aim;
        this.losses = losses;
        this.parts = new PartWriter(aim, losses);
        this.assistant = new AssistantWriter(tools, losses);
        this.results = new ResultWriter(parts, losses);
    }

    /** @param told what the model has to be told besides, null for nothing */
    void write(List<Turn> turns, @Nullable String told, ObjectNode body) {
        Opening opening = Opening.of(turns, told);
        head(opening.said(), body);
        for (Turn turn : opening.rest()) {
            switch (turn.role()) {
                case SYSTEM -> message("system", turn.parts());
                case USER -> user(turn);
                case ASSISTANT -> said(turn);
            }
        }
        shown(assistant.takeMoved());
        body.set("input", input);
    }

    /** Texts of the operator are one, a blank line between them; other content can only stand in a message. */
    private void head(List<Content> said, ObjectNode body) {
        String text = Opening.joined(said, part -> CacheMarks.taken(part.cache(), aim), losses);
        if (text == null) {
            message("system", said);
        } else if (!text.isEmpty()) {
            body.put("instructions", text);
        }
    }

    private void message(String role, List<Content> said) {
        JsonNode content = parts.list(said);
        if (!content.isEmpty()) {
            input.add(Tree.object().put("type", "message").put("role", role).set("content", content));
        }
    }

    private void user(Turn turn) {
        List<Content> rest = new ArrayList<>();
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolResult result) {
                input.add(results.item(result, assistant.custom(result.callId())));
            } else {
                rest.add(part);
            }
        }
        shown(assistant.takeMoved());
        message("user", rest);
    }

    private void said(Turn turn) {
        boolean called = assistant.write(turn, input);
        if (!called) {
            shown(assistant.takeMoved());
        }
    }

    /** What can only stand in a message of the user; never between calls and their results. */
    private void shown(List<Content> moved) {
        if (!moved.isEmpty()) {
            message("user", moved);
        }
    }
}
