package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Reads a call of a tool.
 *
 * <pre>
 *   NAMELESS -- name and id are known --> OPEN -- done --> DONE
 * </pre>
 *
 * Arguments that come before the name wait for it.
 */
final class CallDecoder implements ItemDecoder {
    private enum State {
        NAMELESS,
        OPEN,
        DONE
    }

    private final IntSupplier indexes;
    private final boolean custom;
    private final String at;
    private final Losses losses;
    private final StringBuilder waiting = new StringBuilder();
    private State state = State.NAMELESS;
    private int index;
    private String id = "";
    private String name = "";
    private boolean said;
    private boolean called;

    /** @param at where the item stands in the answer */
    CallDecoder(IntSupplier indexes, boolean custom, String at, Losses losses) {
        this.indexes = indexes;
        this.custom = custom;
        this.at = at;
        this.losses = losses;
    }

    @Override
    public void added(JsonNode item, Consumer<ChatEvent> out) {
        name = item.path("name").asText("");
        id = item.path("call_id").asText(item.path("id").asText(""));
        begin(out);
    }

    private void begin(Consumer<ChatEvent> out) {
        if (state == State.NAMELESS && !name.isEmpty() && !id.isEmpty()) {
            state = State.OPEN;
            called = true;
            index = indexes.getAsInt();
            out.accept(new ChatEvent.Opened(index, 0, new Block.ToolCall(id, name, custom, null)));
            String early = waiting.toString();
            waiting.setLength(0);
            say(early, out);
        }
    }

    private void say(String words, Consumer<ChatEvent> out) {
        if (!words.isEmpty()) {
            said = true;
            out.accept(new ChatEvent.Delta(index, words));
        }
    }

    @Override
    public void delta(String type, JsonNode event, Consumer<ChatEvent> out) {
        String words = event.path("delta").asText("");
        switch (state) {
            case NAMELESS -> waiting.append(words);
            case OPEN -> say(words, out);
            case DONE -> {}
        }
    }

    @Override
    public void done(JsonNode item, Consumer<ChatEvent> out) {
        if (state == State.DONE) {
            return;
        }
        if (state == State.NAMELESS) {
            added(item, out);
        }
        if (state == State.OPEN && !said) {
            say(item.path(custom ? "input" : "arguments").asText(""), out);
        }
        close(out);
    }

    @Override
    public void close(Consumer<ChatEvent> out) {
        switch (state) {
            case NAMELESS -> losses.dropped(at);
            case OPEN -> out.accept(new ChatEvent.Closed(index));
            case DONE -> {}
        }
        state = State.DONE;
    }

    /** A call that never got a name is none. */
    @Override
    public boolean called() {
        return called;
    }
}
