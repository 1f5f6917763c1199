package dev.mehari.protocol.chat;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a text that comes in pieces into sentences and lines, the same ones however it is cut into pieces. A sentence ends
 * with its mark and the white space behind it; what goes on without an end is cut after {@value #LONGEST} characters. One
 * text, one thread.
 */
final class Sentences {
    static final int LONGEST = 4096;

    private static final String MARKS = ".!?…";
    /** Behind these no space is written. */
    private static final String WIDE_MARKS = "。！？；";

    private final StringBuilder waiting = new StringBuilder();
    private int from;
    private int looked;

    void add(String more) {
        waiting.delete(0, from);
        looked -= from;
        from = 0;
        waiting.append(more);
    }

    /** The next that is complete, null when none is. */
    @Nullable
    String next() {
        for (; looked < waiting.length(); looked++) {
            if (ends(looked)) {
                return take(looked + 1);
            }
            if (looked + 1 - from >= LONGEST && looked + 1 < waiting.length()) {
                return take(Character.isHighSurrogate(waiting.charAt(looked)) ? looked : looked + 1);
            }
        }
        return null;
    }

    private boolean ends(int at) {
        char c = waiting.charAt(at);
        return c == '\n'
                || WIDE_MARKS.indexOf(c) >= 0
                || (Character.isWhitespace(c) && at > from && MARKS.indexOf(waiting.charAt(at - 1)) >= 0);
    }

    /** What is left, complete or not; empty when nothing is. */
    String rest() {
        return take(waiting.length());
    }

    /** What was taken is forgotten when more comes: to move the rest for each sentence would take the square of its time. */
    private String take(int to) {
        String taken = waiting.substring(from, to);
        from = to;
        looked = to;
        return taken;
    }
}
