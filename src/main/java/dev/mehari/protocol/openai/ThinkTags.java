package dev.mehari.protocol.openai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thinking that stands in the text, between tags at its start. */
final class ThinkTags {
    static final String OPEN = "<think>";
    static final String CLOSE = "</think>";

    /** Each with what closes it. */
    static final List<Pair> PAIRS = List.of(
            new Pair(OPEN, CLOSE), new Pair("<thinking>", "</thinking>"), new Pair("<reasoning>", "</reasoning>"));

    record Pair(String open, String close) {}

    /** A text in two parts. */
    record Cut(String thinking, String rest) {}

    private ThinkTags() {}

    /** Takes the thinking off the head of a text that was sent whole; null when it begins with none that ends. */
    static @Nullable Cut cut(String text) {
        int start = blank(text, 0);
        for (Pair pair : PAIRS) {
            if (text.startsWith(pair.open, start)) {
                int end = text.indexOf(pair.close, start);
                if (end >= 0) {
                    return new Cut(
                            text.substring(start + pair.open.length(), end).strip(),
                            text.substring(blank(text, end + pair.close.length())));
                }
            }
        }
        return null;
    }

    /** The first character from there on that is no white space. */
    static int blank(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** How many characters at the end of the text could be the beginning of the tag, but not all of it. */
    static int held(CharSequence text, String tag) {
        for (int length = Math.min(text.length(), tag.length() - 1); length > 0; length--) {
            if (tag.startsWith(
                    text.subSequence(text.length() - length, text.length()).toString())) {
                return length;
            }
        }
        return 0;
    }
}
