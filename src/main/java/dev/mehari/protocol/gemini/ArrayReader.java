package dev.mehari.protocol.gemini;

import dev.mehari.protocol.EventSource;
import dev.mehari.protocol.Slice;
import dev.mehari.protocol.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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
final class ArrayReader implements EventSource {
    /** Name of the event that is the closing bracket. */
    static final String CLOSED = "]";

    private static final String ERROR = "error";

    private static final byte[] NOTHING = new byte[0];
    private static final int USUAL = 8192;

    private enum State {
        OPENING,
        BETWEEN,
        INSIDE,
        DONE
    }

    private final InputStream in;
    private byte[] buffer = new byte[USUAL];
    private int start;
    private int scan;
    private int end;

    private State state = State.OPENING;
    private boolean alone;
    private int open;
    private int depth;
    private boolean inString;
    private boolean escaped;

    ArrayReader(InputStream in) {
        this.in = in;
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
                            : event(alone ? ERROR : "", new Slice(buffer, open, scan));
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
                open = scan - 1;
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

    private boolean fill() throws IOException {
        makeRoom();
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    private void makeRoom() throws IOException {
        int length = end - start;
        if (length == 0 && buffer.length > USUAL) {
            buffer = new byte[USUAL];
        } else if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, length);
            } else if (length >= MAX_EVENT) {
                throw new IOException("an element is longer than " + MAX_EVENT + " bytes");
            } else {
                buffer = Arrays.copyOf(buffer, Math.min(MAX_EVENT, length * 2));
            }
        } else if (length > 0 || start == 0) {
            return;
        }
        open -= start;
        scan -= start;
        end -= start;
        start = 0;
    }
}
