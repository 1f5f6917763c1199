package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Effort;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Reasoning;
import dev.mehari.protocol.chat.Tree;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes how much the model shall think: in words, or nearest to what was meant. */
final class ReasoningWriter {
    private ReasoningWriter() {}

    /** Whether the model may think, as far as is known: then what it thought has to come back sealed. */
    static boolean write(@Nullable Given<Reasoning> asked, ObjectNode body, Aim aim, Losses losses) {
        Set<String> known = aim.capabilities().effort();
        boolean thinks = !known.isEmpty() || !aim.capabilities().thinking().isEmpty();
        if (asked == null) {
            return thinks;
        }
        Effort effort = asked.value().effort();
        if (!thinks) {
            if (effort != Effort.NONE) {
                losses.dropped(asked.at());
            }
            return false;
        }
        ObjectNode reasoning = Tree.object();
        if (effort != null) {
            Effort nearest = Effort.nearest(effort, known);
            if (nearest == null) {
                losses.dropped(asked.at());
            } else {
                reasoning.put("effort", nearest.id());
                if (nearest != effort || asked.value() instanceof Reasoning.Budget) {
                    losses.add(asked.at(), Loss.Action.APPROXIMATED);
                }
            }
        }
        if (asked.value().shown()) {
            reasoning.put("summary", "auto");
        }
        if (!reasoning.isEmpty()) {
            body.set("reasoning", reasoning);
        }
        return !"none".equals(reasoning.path("effort").asText());
    }
}
