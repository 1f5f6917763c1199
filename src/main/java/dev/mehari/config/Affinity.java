package dev.mehari.config;

import java.util.Locale;

/**
 * What calls have to have in common to be treated alike.
 *
 * @param header its name in lower case; empty for {@code by} without one
 */
public record Affinity(By by, String header) {
    /** What is looked at. Where a call has none of it, its key decides. */
    public enum By {
        /** Nothing: each call for itself. */
        CALL,
        KEY,
        /** What a conversation begins with, or the id that its client gives it. */
        CONVERSATION,
        HEADER
    }

    static final String PREFIX = "header:";
    public static final Affinity CALL = new Affinity(By.CALL, "");
    public static final Affinity KEY = new Affinity(By.KEY, "");

    /** @param text {@code call}, {@code key}, {@code conversation} or {@code header:NAME} */
    static Affinity of(String text) {
        return text.startsWith(PREFIX)
                ? new Affinity(By.HEADER, text.substring(PREFIX.length()).toLowerCase(Locale.ROOT))
                : new Affinity(By.valueOf(text.toUpperCase(Locale.ROOT)), "");
    }

    @Override
    public String toString() {
        return by == By.HEADER ? PREFIX + header : by.name().toLowerCase(Locale.ROOT);
    }
}
