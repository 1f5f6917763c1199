package dev.mehari.protocol.openai;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Parts thinking from text where a model writes both into one, the thinking between tags at the start.
 *
 * <pre>
 *             "&lt;think>"            "&lt;/think>"          first character
 *   HEAD -----------------> THINKING -----------> GAP ---------------> TEXT
 *    |                                             ^                    ^
 *    +-- "&lt;/think>" without an opening tag --------+                    |
 *    +-- anything else -------------------------------------------------+
 * </pre>
 *
 * What could be the beginning of a tag is held until it is one, or is not. A tag further down is text like any other.
 * One answer, one thread.
 */
final class ThinkSplitter {
    private enum State {
        /** Nothing but blanks, and maybe the beginning of a tag. */
        HEAD,
        THINKING,
        /** Blanks behind the closing tag are not part of the text. */
        GAP,
        TEXT
    }

    private final boolean implicit;
    private final BiConsumer<Voice.Kind, String> out;
    private State state = State.HEAD;
    private String held = "";
    private String close = ThinkTags.CLOSE;
    private boolean told;

    /** @param implicit whether the opening tag is missing: all is thinking then, up to the closing one */
    ThinkSplitter(boolean implicit, BiConsumer<Voice.Kind, String> out) {
        this.implicit = implicit;
        this.out = out;
    }

    /** The upstream sends thinking in a field of its own: what stands between tags is the same once more. */
    void toldElsewhere() {
        told = true;
    }

    void take(String more) {
        String rest = held + more;
        held = "";
        while (!rest.isEmpty()) {
            String left = switch (state) {
                case HEAD -> head(rest);
                case THINKING -> thinking(rest);
                case GAP -> gap(rest);
                case TEXT -> {
                    out.accept(Voice.Kind.TEXT, rest);
                    yield "";
                }
            };
            if (left == null) {
                held = rest;
                return;
            }
            rest = left;
        }
    }

    /** What is left to read, null when it takes more to know. */
    private @Nullable String head(String text) {
        int start = ThinkTags.blank(text, 0);
        boolean could = start == text.length();
        for (ThinkTags.Pair pair : ThinkTags.PAIRS) {
            if (text.startsWith(pair.open(), start)) {
                close = pair.close();
                state = State.THINKING;
                return text.substring(start + pair.open().length());
            }
            could |= pair.open().startsWith(text.substring(start));
        }
        if (implicit) {
            int end = text.indexOf(close);
            if (end < 0) {
                return null;
            }
            think(text.substring(0, end));
            state = State.GAP;
            return text.substring(end + close.length());
        }
        if (text.startsWith(ThinkTags.CLOSE, start)) {
            state = State.GAP;
            return text.substring(start + ThinkTags.CLOSE.length());
        }
        if (could || ThinkTags.CLOSE.startsWith(text.substring(start))) {
            return null;
        }
        state = State.TEXT;
        return text;
    }

    private String thinking(String text) {
        int end = text.indexOf(close);
        if (end >= 0) {
            think(text.substring(0, end));
            state = State.GAP;
            return text.substring(end + close.length());
        }
        int kept = ThinkTags.held(text, close);
        think(text.substring(0, text.length() - kept));
        held = text.substring(text.length() - kept);
        return "";
    }

    private String gap(String text) {
        int start = ThinkTags.blank(text, 0);
        if (start < text.length()) {
            state = State.TEXT;
        }
        return text.substring(start);
    }

    private void think(String text) {
        if (!text.isEmpty() && !told) {
            out.accept(Voice.Kind.THINKING, text);
        }
    }

    /** The text has ended: what was held is what it looks like. */
    void end() {
        String rest = held;
        held = "";
        if (rest.isEmpty()) {
            return;
        }
        if (state == State.THINKING) {
            think(rest);
        } else {
            out.accept(Voice.Kind.TEXT, rest);
        }
    }
}
