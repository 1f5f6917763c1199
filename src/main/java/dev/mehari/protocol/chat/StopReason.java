package dev.mehari.protocol.chat;

/** Why an answer ended. */
public enum StopReason {
    /** It was at its end. */
    END,
    /** A stop text of the caller's. */
    STOP_SEQUENCE,
    /** It asks for tools. */
    TOOL_USE,
    /** The caller's cap on tokens. */
    MAX_TOKENS,
    /** The model's context is full. */
    CONTEXT_FULL,
    /** The provider, or the model itself, will not say more. */
    FILTERED,
    /** The provider wants to be called again with what it said so far. */
    PAUSED
}
