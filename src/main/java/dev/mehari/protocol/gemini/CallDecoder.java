package dev.mehari.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls of one answer. A call is whole, unless its arguments are streamed, which only some of Google's servers do.
 *
 * <pre>
 *   WHOLE -- willContinue --> PARTIAL -- no willContinue, another name, the end: handed out --> WHOLE
 *                              |   ^
 *                              +---+ more of its arguments
 * </pre>
 */
final class CallDecoder {
    private record Partial(String id, String name, @Nullable Carrier carrier, ObjectNode args) {}

    private final int choice;
    private final String answer;
    private final Losses losses;
    private @Nullable Partial partial;
    private int calls;

    /** @param answer the upstream's id of the answer, from which ids of calls without one are made */
    CallDecoder(int choice, String answer, Losses losses) {
        this.choice = choice;
        this.answer = answer;
        this.losses = losses;
    }

    /** Whether any was read. */
    boolean any() {
        return calls > 0 || partial != null;
    }

    /** @param out takes calls that are whole, with their arguments as JSON text */
    void take(JsonNode call, @Nullable Carrier carrier, BiConsumer<Block.ToolCall, String> out) {
        String name = call.path("name").asText("");
        if (!name.isEmpty()) {
            end(out);
        }
        Partial open = partial;
        if (open == null && name.isEmpty()) {
            // What does not say which tool it calls calls none.
            lost();
            return;
        }
        Partial now = open == null
                ? new Partial(call.path("id").asText(""), name, carrier, Tree.object())
                : open.carrier() != null || carrier == null
                        ? open
                        : new Partial(open.id(), open.name(), carrier, open.args());
        add(call, now.args());
        partial = now;
        if (!call.path("willContinue").asBoolean()) {
            end(out);
        }
    }

    private void add(JsonNode call, ObjectNode args) {
        JsonNode given = call.path("args");
        if (given instanceof ObjectNode object) {
            args.setAll(object);
        } else if (!given.isMissingNode() && !given.isNull()) {
            lost();
        }
        for (JsonNode piece : call.path("partialArgs")) {
            if (!PartialArgs.add(piece, args)) {
                lost();
            }
        }
    }

    /** Hands out the call of which no more comes. */
    void end(BiConsumer<Block.ToolCall, String> out) {
        Partial whole = partial;
        if (whole == null) {
            return;
        }
        partial = null;
        String args = Tree.text(whole.args());
        String id = whole.id().isEmpty() ? MintedId.of(seed(whole.name(), args)) : whole.id();
        calls++;
        out.accept(new Block.ToolCall(id, whole.name(), false, whole.carrier()), args);
    }

    private void lost() {
        losses.dropped("candidates[" + choice + "].content.parts");
    }

    /** Different in each answer: clients keep calls of many answers in one conversation. */
    private String seed(String name, String args) {
        return answer + "/" + choice + "/" + calls + (answer.isEmpty() ? name + args : "");
    }
}
