package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Tree;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool as it comes in pieces.
 *
 * <pre>
 *   NAMELESS -- a name --> NAMED -- an id, or arguments without one --> OPEN -- close --> CLOSED
 * </pre>
 *
 * Arguments that come before the name are held.
 */
final class CallDecoder {
    private enum State {
        NAMELESS,
        NAMED,
        OPEN,
        CLOSED
    }

    private final String at;
    private final int choice;
    private final Supplier<String> minted;
    private final StringBuilder arguments = new StringBuilder();
    private State state = State.NAMELESS;
    private String name = "";
    private @Nullable String id;
    private @Nullable Carrier carrier;
    private boolean custom;
    private int index;
    private int sent;

    /**
     * @param at path of its arguments in the upstream's answer
     * @param minted gives an id where the upstream has none
     */
    CallDecoder(String at, int choice, Supplier<String> minted) {
        this.at = at;
        this.choice = choice;
        this.minted = minted;
    }

    /** The upstream's, null while it gave none. */
    @Nullable
    String id() {
        return id;
    }

    /** A piece; what is said twice counts once. */
    void take(JsonNode piece, IntSupplier indexes, Consumer<ChatEvent> out) {
        custom |= piece.path("type").asText().equals("custom");
        JsonNode function = piece.path(custom ? "custom" : "function");
        JsonNode signature = piece.at("/extra_content/google/thought_signature");
        if (signature.isTextual() && !signature.textValue().isEmpty()) {
            carrier = new Carrier(Protocol.GEMINI, signature);
        }
        if (id == null && !piece.path("id").asText("").isEmpty()) {
            id = piece.path("id").asText();
        }
        takeFunction(function, custom ? "input" : "arguments", indexes, out);
    }

    void takeFunction(JsonNode function, String member, IntSupplier indexes, Consumer<ChatEvent> out) {
        if (name.isEmpty()) {
            name = function.path("name").asText("");
        }
        JsonNode more = function.path(member);
        // Servers of open models send the arguments as the object that they are.
        arguments.append(more.isObject() ? Tree.text(more) : more.asText(""));
        if (state == State.NAMELESS && !name.isEmpty()) {
            state = State.NAMED;
        }
        if (state == State.NAMED && (id != null || !arguments.isEmpty())) {
            open(indexes, out);
        }
        if (state == State.OPEN && sent < arguments.length()) {
            String text = arguments.substring(sent);
            sent = arguments.length();
            out.accept(new ChatEvent.Delta(index, text));
        }
    }

    private void open(IntSupplier indexes, Consumer<ChatEvent> out) {
        String known = id == null ? minted.get() : id;
        index = indexes.getAsInt();
        state = State.OPEN;
        out.accept(new ChatEvent.Opened(index, choice, new Block.ToolCall(known, name, custom, carrier)));
    }

    /**
     * @param malformed told where arguments are that are no object, or that nothing takes
     * @return false when it never got a name: it is none then
     */
    boolean close(IntSupplier indexes, Consumer<ChatEvent> out, Consumer<String> malformed) {
        if (state == State.NAMED) {
            open(indexes, out);
        }
        if (state != State.OPEN) {
            malformed.accept(at);
            return false;
        }
        if (arguments.isEmpty() && !custom) {
            arguments.append("{}");
            out.accept(new ChatEvent.Delta(index, "{}"));
        }
        if (!whole()) {
            malformed.accept(at);
        }
        state = State.CLOSED;
        out.accept(new ChatEvent.Closed(index));
        return true;
    }

    /** Whether it is known what is to be called, and the arguments are all there. */
    boolean whole() {
        if (state == State.NAMELESS) {
            return false;
        }
        return custom || arguments.isEmpty() || isObject();
    }

    private boolean isObject() {
        JsonNode tree = Tree.parse(arguments.toString());
        return tree != null && tree.isObject();
    }
}
