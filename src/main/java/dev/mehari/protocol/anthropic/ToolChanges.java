package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Fields;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tool;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tools that the operator adds and takes away in mid-conversation. Elsewhere there is one list of them, which is what holds
 * after the last change.
 */
final class ToolChanges {
    private static final String ADDED = "tool_addition";
    private static final String REMOVED = "tool_removal";

    private final List<Tool> tools;
    private final Set<String> removed = new HashSet<>();
    private final ToolReader reader;
    private final Losses losses;

    ToolChanges(List<Tool> tools, ToolReader reader, Losses losses) {
        this.tools = new ArrayList<>(tools);
        this.reader = reader;
        this.losses = losses;
    }

    /** The turns without what changes tools; a turn that says nothing else is gone. */
    List<Turn> takenFrom(List<Turn> turns) {
        List<Turn> out = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            List<Content> rest = new ArrayList<>(turn.parts());
            boolean changed = turn.role() == Role.SYSTEM && rest.removeIf(this::take);
            if (!changed || !rest.isEmpty()) {
                out.add(changed ? turn.with(rest) : turn);
            }
        }
        return out;
    }

    private boolean take(Content part) {
        if (!(part instanceof Content.Foreign change)
                || !(change.type().equals(ADDED) || change.type().equals(REMOVED))) {
            return false;
        }
        losses.add(change.at(), Loss.Action.EMULATED);
        Fields named = Fields.of(change.raw(), change.at()).object("tool");
        Fields definition = named == null ? null : named.object("definition");
        if (definition != null) {
            Tool tool = reader.tool(definition);
            tools.removeIf(other -> name(other).equals(name(tool)));
            tools.add(tool);
            removed.remove(name(tool));
        } else if (named != null && change.type().equals(REMOVED)) {
            removed.add(named.needText("name"));
        } else if (named != null) {
            removed.remove(named.needText("name"));
        }
        return true;
    }

    /** The tools that are left. */
    List<Tool> tools() {
        return tools.stream().filter(tool -> !removed.contains(name(tool))).toList();
    }

    private static String name(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.name();
            case Tool.Custom custom -> custom.name();
            case Tool.Hosted hosted -> hosted.raw().path("name").asText();
        };
    }
}
