package dev.mehari.protocol.gemini;

import dev.mehari.protocol.EventBuffer;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a JSON array that arrives in pieces into its elements, which are objects. The bracket or comma before an element
 * goes with it, so that it can be handed on as soon as its last brace is there.
 *
 * <pre>
 *   OPENING --[--> BETWEEN --{--> INSIDE --}--> BETWEEN --]--> DONE
 *   OPENING --{--> INSIDE --}--> BETWEEN
 * </pre>
 *
 * An object in the place of the array is an error that was given a 200: the event has that name.
 */
final class ArrayReader extends EventBuffer {
    /** Name of the event that is the closing bracket. */
    static final String CLOSED = "]";

    private static final String ERROR = "error";

    private static final byte[] NOTHING = new byte[0];

    private enum State {
        OPENING,
        BETWEEN,
        INSIDE,
        DONE
    }

    private State state = State.OPENING;
    private boolean alone;
    private int depth;
    private boolean inString;
    private boolean escaped;

    ArrayReader(InputStream in) {
        super(in);
    }

    @Override
    public @Nullable WireEvent next() throws IOException {
        start = scan;
        while (state != State.DONE) {
            while (scan < end) {
                byte b = buffer[scan++];
                if (state == State.INSIDE ? inside(b) : between(b)) {
                    return state == State.DONE
                            ? event(CLOSED, Slice.EMPTY)
                            : event(alone ? ERROR : "", new Slice(buffer, own, scan));
                }
            }
            if (!fill()) {
                return null;
            }
        }
        return null;
    }

    /** Takes one byte within an element; true when it is the element's last. */
    private boolean inside(byte b) {
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
            return false;
        }
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {}
        }
        if (depth == 0) {
            state = State.BETWEEN;
            return true;
        }
        return false;
    }

    /** Takes one byte outside elements; true when it closes the array. */
    private boolean between(byte b) throws IOException {
        switch (b) {
            case ' ', '\n', '\r', '\t' -> {}
            case '[' -> {
                require(state == State.OPENING);
                state = State.BETWEEN;
            }
            case ',' -> require(state == State.BETWEEN && !alone);
            case '{' -> {
                require(!alone);
                alone = state == State.OPENING;
                state = State.INSIDE;
                own = scan - 1;
                depth = 1;
            }
            case ']' -> {
                require(state == State.BETWEEN);
                state = State.DONE;
            }
            default -> require(false);
        }
        return state == State.DONE;
    }

    private static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("the reply is not a JSON array of objects");
        }
    }

    private WireEvent event(String name, Slice data) {
        return new WireEvent(buffer, start, start, scan, true, NOTHING, name, data);
    }
}
