package dev.mehari.protocol.anthropic;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.History;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns in the order in which Anthropic takes them: the user's first, then by turns, results of tools right behind their
 * calls. A system message may only stand behind a turn of the user's, at the end or in front of the model's, and only
 * where the model knows them; all others go to the front.
 *
 * @param system what the operator says at the front
 * @param turns at least one, none of them empty
 */
record Conversation(List<Content> system, List<Turn> turns) {
    /** @param asUser whether what the operator says later is the user's where the model does not take it as it is */
    static Conversation of(List<Turn> asked, boolean midSystem, boolean asUser, Losses losses) {
        List<Turn> rest = new ArrayList<>();
        for (Turn turn : History.settled(asked)) {
            Turn said =
                    turn.with(turn.parts().stream().filter(Conversation::says).toList());
            if (mute(said)) {
                said.parts().forEach(part -> losses.dropped(part.at()));
            } else if (!said.parts().isEmpty()) {
                rest.add(said);
            }
            loseMarks(turn, losses);
        }
        List<Turn> leading = new ArrayList<>();
        while (!rest.isEmpty() && rest.getFirst().role() == Role.SYSTEM) {
            leading.add(rest.removeFirst());
        }
        if (rest.isEmpty()) {
            rest.add(onlySystem(leading, asked, losses));
        }
        List<Content> system = new ArrayList<>();
        leading.forEach(turn -> system.addAll(turn.parts()));
        List<Turn> turns = History.merged(placed(rest, midSystem, asUser, system, losses));
        if (turns.getFirst().role() == Role.ASSISTANT) {
            String at = turns.getFirst().at();
            turns.addFirst(new Turn(Role.USER, List.of(new Content.Text(".", null, at)), at));
            losses.add(at, Loss.Action.EMULATED);
        }
        return new Conversation(system, turns);
    }

    /** A block of nothing but white space is refused, and poisons every call that repeats it. */
    static boolean says(Content part) {
        return switch (part) {
            case Content.Text text -> !text.text().isBlank();
            case Content.Refused refused -> !refused.text().isBlank();
            default -> true;
        };
    }

    /** Whether nothing of what the model said can be sent: a turn without content is refused. */
    private static boolean mute(Turn turn) {
        return turn.role() == Role.ASSISTANT
                && turn.parts().stream().allMatch(part -> switch (part) {
                    case Content.Thinking thinking -> !SignedThinking.signed(thinking.carrier());
                    case Content.Foreign foreign -> foreign.origin() != Protocol.ANTHROPIC_MESSAGES;
                    default -> false;
                });
    }

    private static void loseMarks(Turn turn, Losses losses) {
        for (Content part : turn.parts()) {
            var mark = part.cache();
            if (mark != null && !says(part)) {
                losses.dropped(mark.at());
            }
        }
    }

    /** Nobody but the operator spoke: the last that he said is what is asked. */
    private static Turn onlySystem(List<Turn> leading, List<Turn> asked, Losses losses) {
        if (leading.isEmpty()) {
            throw Refusal.of(
                    ErrorKind.INVALID_REQUEST,
                    "there is no message with content",
                    asked.isEmpty() ? "messages" : asked.getFirst().at());
        }
        Turn last = leading.removeLast();
        losses.add(last.at(), Loss.Action.MOVED);
        return new Turn(Role.USER, last.parts(), last.at());
    }

    private static List<Turn> placed(
            List<Turn> rest, boolean midSystem, boolean asUser, List<Content> system, Losses losses) {
        List<Turn> out = new ArrayList<>();
        for (int i = 0; i < rest.size(); ) {
            if (rest.get(i).role() == Role.ASSISTANT) {
                out.add(rest.get(i++));
                continue;
            }
            int end = i;
            while (end < rest.size() && rest.get(end).role() != Role.ASSISTANT) {
                end++;
            }
            between(rest.subList(i, end), midSystem, asUser, system, out, losses);
            i = end;
        }
        return out;
    }

    /** What stands between two turns of the model's: one turn of the user's, and the operator's behind it. */
    private static void between(
            List<Turn> run, boolean midSystem, boolean asUser, List<Content> system, List<Turn> out, Losses losses) {
        List<Turn> users = run.stream().filter(t -> t.role() == Role.USER).toList();
        boolean stays = midSystem && !users.isEmpty();
        int lastUser = users.isEmpty() ? -1 : run.lastIndexOf(users.getLast());
        out.addAll(users);
        for (int i = 0; i < run.size(); i++) {
            Turn turn = run.get(i);
            if (turn.role() != Role.SYSTEM) {
                continue;
            }
            if (!midSystem && asUser) {
                losses.add(turn.at(), Loss.Action.APPROXIMATED);
                out.add(new Turn(Role.USER, turn.parts(), turn.at()));
                continue;
            }
            if (!stays || i < lastUser) {
                losses.add(turn.at(), Loss.Action.MOVED);
            }
            if (stays) {
                out.add(turn);
            } else {
                system.addAll(turn.parts());
            }
        }
    }
}
