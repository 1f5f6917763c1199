package dev.mehari.protocol.anthropic;

import dev.mehari.protocol.chat.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What in the bytes of a request tells that another provider had a part in its history; looked for in the text, since most
 * requests have nothing of it and are not to be read for that.
 *
 * @param history thinking that Anthropic has not signed, or an id that it would not have given
 * @param budget a budget of thinking
 */
record Marks(boolean history, boolean budget) {
    private static final Pattern UNSIGNED = Pattern.compile("\"signature\"\\s*+:\\s*+\"\"");
    private static final Pattern ODD_ID =
            Pattern.compile("\"tool_use_id\"\\s*+:\\s*+\"[A-Za-z0-9_-]*+[^A-Za-z0-9_\"-]");

    static Marks in(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        boolean history = Envelope.textIn(body)
                || found(text, "\"signature\"", UNSIGNED.asPredicate())
                || found(text, "\"tool_use_id\"", ODD_ID.asPredicate());
        return new Marks(history, text.contains("\"budget_tokens\""));
    }

    /** A plain search is many times faster than a pattern. */
    private static boolean found(String text, String word, Predicate<String> pattern) {
        return text.contains(word) && pattern.test(text);
    }

    boolean none() {
        return !history && !budget;
    }
}
