package dev.mehari.call;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the thinking of a model is shown to a caller whose protocol has no place of its own for it. */
public enum ThinkingShown {
    /** In a field of its own, {@code reasoning_content}. */
    FIELD,
    /** In the text, between {@code <think>} and {@code </think>}. */
    TAGS,
    NONE;

    /** The word for it in {@code models.yaml} and in the header {@code x-thinking}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ThinkingShown> of(String id) {
        return Stream.of(values()).filter(shown -> shown.id().equals(id)).findFirst();
    }
}
