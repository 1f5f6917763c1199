package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Tree;
import java.util.function.Consumer;

/**
 * Writes one call of a stream: id and name once, then arguments.
 *
 * <pre>
 *   WAITING -- arguments: head and arguments in one --> SENT -- arguments --> SENT
 *      +------ anything else: head alone ------------------------^
 * </pre>
 *
 * A call that closes without arguments has {@code {}}.
 */
final class CallEncoder {
    private enum State {
        WAITING,
        SENT
    }

    private final Block.ToolCall call;
    private final int number;
    private final Style style;
    private final Consumer<ObjectNode> out;
    private State state = State.WAITING;
    private boolean argued;

    /**
     * @param number which of the calls it is, from 0
     * @param style whether it is told as the one call of a function; the others are lost then
     */
    CallEncoder(Block.ToolCall call, int number, Style style, Consumer<ObjectNode> out) {
        this.call = call;
        this.number = number;
        this.style = style;
        this.out = out;
    }

    void arguments(String text) {
        argued = true;
        switch (state) {
            case WAITING -> head(text);
            case SENT -> more(text);
        }
    }

    /** Sends the head, if it waits. */
    void flush() {
        switch (state) {
            case WAITING -> head("");
            case SENT -> {}
        }
    }

    void close() {
        if (argued || call.custom()) {
            flush();
        } else {
            arguments("{}");
        }
    }

    private void head(String arguments) {
        state = State.SENT;
        if (style.legacy() && number > 0) {
            style.losses().dropped(Parts.at(number));
        }
        say(style.legacy() ? Parts.function(call, arguments) : Parts.call(call, arguments));
    }

    private void more(String text) {
        if (style.legacy()) {
            say(Tree.object().put("arguments", text));
        } else if (call.custom()) {
            ObjectNode piece = Tree.object();
            piece.putObject("custom").put("input", text);
            say(piece);
        } else {
            ObjectNode piece = Tree.object();
            piece.putObject("function").put("arguments", text);
            say(piece);
        }
    }

    private void say(ObjectNode piece) {
        ObjectNode delta = Tree.object();
        if (!style.legacy()) {
            ObjectNode numbered = delta.putArray("tool_calls").addObject().put("index", number);
            numbered.setAll(piece);
        } else if (number == 0) {
            delta.set("function_call", piece);
        }
        if (!delta.isEmpty()) {
            out.accept(delta);
        }
    }
}
