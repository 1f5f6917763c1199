package dev.mehari.protocol.chat;

/** How the thinking of a model is shown to a caller whose protocol has no place of its own for it. */
public enum ThinkingShown {
    /** In a field of its own, {@code reasoning_content}. */
    FIELD,
    /** In the text, between {@code <think>} and {@code </think>}. */
    TAGS,
    NONE
}
