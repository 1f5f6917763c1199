package dev.mehari.protocol.responses;

import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tools said. Here a tool may say more when it has answered; elsewhere it answers once, and all that it says is that
 * answer. One list of items.
 */
final class ToolAnswers {
    /** @param place index of the turn that begins the answer */
    private record Begun(int place, Content.ToolResult first, List<Content> said) {
        Content whole() {
            return new Content.ToolResult(first.callId(), said, first.error(), first.cache(), first.at());
        }
    }

    private final Map<String, Begun> byCall = new HashMap<>();
    private final Losses losses;

    ToolAnswers(Losses losses) {
        this.losses = losses;
    }

    /**
     * Whether a turn only goes on with an answer that was begun before.
     *
     * @param place index that the turn will have otherwise
     */
    boolean goOn(Turn turn, int place) {
        if (turn.parts().size() != 1 || !(turn.parts().getFirst() instanceof Content.ToolResult result)) {
            return false;
        }
        Begun before = byCall.get(result.callId());
        if (before == null) {
            byCall.put(result.callId(), new Begun(place, result, new ArrayList<>(result.parts())));
            return false;
        }
        losses.add(result.at(), Loss.Action.MOVED);
        before.said().addAll(result.parts());
        return true;
    }

    /** Puts each answer in its place as a whole. */
    void gather(List<Turn> turns) {
        byCall.values().forEach(begun -> {
            Turn turn = turns.get(begun.place());
            turns.set(begun.place(), turn.with(List.of(begun.whole())));
        });
    }
}
