package dev.mehari.protocol.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How hard to think, in words. The order is the strength. */
public enum Effort {
    NONE(0),
    MINIMAL(1024),
    LOW(1024),
    MEDIUM(8192),
    HIGH(24576),
    XHIGH(32768),
    /** As much as the model can. */
    MAX(Integer.MAX_VALUE);

    private final int budget;

    Effort(int budget) {
        this.budget = budget;
    }

    /** Tokens of thinking that stand for it where a model counts; those of Google's own compatible endpoint. */
    public int budget() {
        return budget;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Effort> of(String word) {
        for (Effort effort : values()) {
            if (effort.id().equals(word)) {
                return Optional.of(effort);
            }
        }
        return Optional.empty();
    }

    /**
     * The nearest of the words that a model has; of two that are as near the stronger one.
     *
     * @return null when it has none
     */
    public static @Nullable Effort nearest(Effort wanted, Set<String> words) {
        Effort nearest = null;
        for (Effort other : values()) {
            if (words.contains(other.id())
                    && (nearest == null || distance(other, wanted) <= distance(nearest, wanted))) {
                nearest = other;
            }
        }
        return nearest;
    }

    /** In words: their order is their strength. */
    private static int distance(Effort one, Effort other) {
        return Math.abs(one.compareTo(other));
    }

    /** The word for a number of tokens: below 2,048 low, below 16,384 medium, from 32,000 on very high. */
    public static Effort ofBudget(int tokens) {
        if (tokens <= 0) {
            return NONE;
        }
        if (tokens < 2048) {
            return LOW;
        }
        return tokens < 16_384 ? MEDIUM : tokens < 32_000 ? HIGH : XHIGH;
    }
}
