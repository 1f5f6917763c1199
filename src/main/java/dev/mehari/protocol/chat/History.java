package dev.mehari.protocol.chat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A conversation in the order in which every provider takes it: what the tools said stands right behind the turn that
 * asked for them, in the order of the calls, before anything else of the user's.
 */
public final class History {
    private History() {}

    /**
     * Regroups results of tools.
     *
     * @throws Refusal {@code INVALID_REQUEST} for a result of a call that is not there, or a call without a result behind
     *     which the conversation goes on; none is ever made up
     */
    public static List<Turn> settled(List<Turn> turns) {
        List<Turn> out = new ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); ) {
            Turn turn = turns.get(i++);
            Map<String, Content.ToolCall> asked = calls(turn);
            // A result stands behind the turn that asked for it, never in it.
            refuseOrphans(turn);
            out.add(turn);
            if (turn.role() != Role.ASSISTANT || asked.isEmpty()) {
                continue;
            }
            int end = i;
            while (end < turns.size() && turns.get(end).role() != Role.ASSISTANT) {
                end++;
            }
            out.addAll(answered(asked, turns.subList(i, end), end < turns.size()));
            i = end;
        }
        return out;
    }

    private static List<Turn> answered(Map<String, Content.ToolCall> asked, List<Turn> between, boolean goesOn) {
        Map<String, Content> results = new LinkedHashMap<>();
        asked.keySet().forEach(id -> results.put(id, null));
        List<Turn> rest = new ArrayList<>();
        String at = "";
        for (Turn turn : between) {
            List<Content> others = new ArrayList<>();
            for (Content part : turn.parts()) {
                if (!(part instanceof Content.ToolResult result)) {
                    others.add(part);
                    continue;
                }
                if (!asked.containsKey(result.callId())) {
                    throw orphan(result);
                }
                if (results.put(result.callId(), result) != null) {
                    throw Refusal.of(
                            ErrorKind.INVALID_REQUEST,
                            "\"" + result.at() + "\" is a second result of the tool call " + result.callId(),
                            result.at());
                }
                at = at.isEmpty() ? turn.at() : at;
            }
            if (others.size() < turn.parts().size()) {
                // Beside a result it says nothing; alone it would be a question of its own.
                others.removeIf(
                        part -> part instanceof Content.Text text && text.text().isEmpty() && text.cache() == null);
            }
            if (!others.isEmpty() || turn.parts().isEmpty()) {
                rest.add(turn.with(others));
            }
        }
        if (goesOn || !between.isEmpty()) {
            asked.forEach((id, call) -> {
                if (results.get(id) == null) {
                    throw Refusal.of(
                            ErrorKind.INVALID_REQUEST,
                            "the tool call \"" + id + "\" at \"" + call.at() + "\" has no result behind it",
                            call.at());
                }
            });
        } else {
            return rest;
        }
        List<Turn> out = new ArrayList<>();
        out.add(new Turn(Role.USER, List.copyOf(results.values()), at));
        out.addAll(rest);
        return out;
    }

    /** Makes one turn of those of the same role that follow each other. */
    public static List<Turn> merged(List<Turn> turns) {
        return merged(turns, EnumSet.allOf(Role.class));
    }

    /** The same for these roles only. */
    public static List<Turn> merged(List<Turn> turns, Set<Role> roles) {
        List<Turn> out = new ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); ) {
            Turn first = turns.get(i++);
            List<Content> parts = new ArrayList<>(first.parts());
            while (i < turns.size() && turns.get(i).role() == first.role() && roles.contains(first.role())) {
                parts.addAll(turns.get(i++).parts());
            }
            out.add(first.with(parts));
        }
        return out;
    }

    private static Map<String, Content.ToolCall> calls(Turn turn) {
        Map<String, Content.ToolCall> calls = new LinkedHashMap<>();
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolCall call) {
                calls.put(call.id(), call);
            }
        }
        return calls;
    }

    private static void refuseOrphans(Turn turn) {
        for (Content part : turn.parts()) {
            if (part instanceof Content.ToolResult result) {
                throw orphan(result);
            }
        }
    }

    private static Refusal orphan(Content.ToolResult result) {
        return Refusal.of(
                ErrorKind.INVALID_REQUEST,
                "\"" + result.at() + "\" is the result of a tool call \"" + result.callId()
                        + "\" that is not in the turn before it",
                result.at());
    }
}
