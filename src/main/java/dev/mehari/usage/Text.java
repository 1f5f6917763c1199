package dev.mehari.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes text that others sent fit to be stored. */
final class Text {
    static final int LABEL = 128;
    static final int MODEL = 256;

    private Text() {}

    /**
     * Without control characters and halves of surrogate pairs (PostgreSQL refuses a whole batch for one NUL), and cut
     * to a length.
     */
    static @Nullable String orNull(@Nullable String text, int max) {
        return text == null ? null : of(text, max);
    }

    static String of(String text, int max) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (kept.length() + Character.charCount(c) > max) {
                break;
            }
            if (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE) {
                kept.appendCodePoint(c);
            }
        }
        return kept.toString();
    }

    /** The first of them, as many as have room in so many characters with a line feed between two. */
    static List<String> lines(List<String> texts, int longest) {
        if (texts.isEmpty()) {
            return List.of();
        }
        List<String> fit = new ArrayList<>();
        int length = 0;
        for (String text : texts) {
            String safe = of(text, MODEL);
            length += safe.length() + 1;
            if (length > longest) {
                break;
            }
            fit.add(safe);
        }
        return List.copyOf(fit);
    }
}
