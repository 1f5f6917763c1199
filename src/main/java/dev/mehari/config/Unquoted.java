package dev.mehari.config;

/**
 * What a message says outside of quotation marks. Vendors quote what is wrong, and that may be the caller's own words; they
 * may hold quotation marks too, so everything from the first to the last mark of a message is left out.
 */
final class Unquoted {
    private static final String MARKS = "'\"`\u00B4\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u00AB\u00BB"
            + "\u2039\u203A\u300C\u300D\u300E\u300F\uFF02\uFF07";

    private Unquoted() {}

    /** @param text in lower case; typographic apostrophes in the result are plain ones */
    static String of(String text) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < text.length(); i++) {
            if (MARKS.indexOf(text.charAt(i)) >= 0 && !apostrophe(text, i)) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return plain(text);
        }
        // A message that was cut short lacks the last mark. Only what follows a mark tells: before it, the caller
        // wrote.
        boolean open = first == last || (last + 1 < text.length() && Character.isLetterOrDigit(text.charAt(last + 1)));
        String after = open ? "" : text.substring(last + 1);
        return plain(text.substring(0, first)) + " " + plain(after);
    }

    /** Whether nothing of it stands in quotation marks. */
    static boolean all(String text) {
        String lower = Failover.lower(text);
        return of(lower).equals(plain(lower));
    }

    /** A typographic apostrophe is the same as a plain one. */
    static String plain(String text) {
        return text.replace('\u2019', '\'');
    }

    /** Whether it belongs to a word, as in "you're" or "model's"; the one of {@code b'text'} does not. */
    private static boolean apostrophe(String text, int at) {
        char mark = text.charAt(at);
        if ((mark != '\'' && mark != '\u2019') || !letter(text, at - 1) || !letter(text, at - 2)) {
            return false;
        }
        int end = at + 1;
        while (letter(text, end)) {
            end++;
        }
        return switch (text.substring(at + 1, Math.min(end, at + 4))) {
            case "s", "t", "d", "m", "re", "ve", "ll" -> true;
            default -> false;
        };
    }

    private static boolean letter(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }
}
