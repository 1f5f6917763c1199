package dev.mehari.protocol.chat;

import org.jspecify.annotations.Nullable;

/** How much the caller wants the model to think; a request that says nothing has none. */
public sealed interface Reasoning {
    /** Whether the caller wants to see the thinking. */
    boolean shown();

    /** Whether nothing is to be thought. */
    default boolean off() {
        return this instanceof Word(var effort, var shown) && effort == Effort.NONE;
    }

    /** In words, or nearest to that; null where the model decides. */
    default @Nullable Effort effort() {
        return switch (this) {
            case Word(Effort word, boolean shown) -> word;
            case Budget(int tokens, boolean shown) -> Effort.ofBudget(tokens);
            case Adaptive(boolean shown) -> null;
        };
    }

    /** Not at all ({@link Effort#NONE}), or so much. */
    record Word(Effort effort, boolean shown) implements Reasoning {}

    /** At most so many tokens, more than 0. */
    record Budget(int tokens, boolean shown) implements Reasoning {}

    /** As much as the model sees fit. */
    record Adaptive(boolean shown) implements Reasoning {}
}
