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
    PAUSED;

    /** Whether vendors have words for it that say more than those of others: what a filter found, what is full. */
    public boolean narrowed() {
        return switch (this) {
            case END, STOP_SEQUENCE, TOOL_USE, MAX_TOKENS -> false;
            case CONTEXT_FULL, FILTERED, PAUSED -> true;
        };
    }

    /**
     * What it comes to by what the answer holds. One that asks for a tool does not end by itself, whatever an upstream
     * says, and one that asks for none has not stopped for the sake of it.
     *
     * @param called whether the answer asks for tools
     */
    public StopReason with(boolean called) {
        return switch (this) {
            case END, STOP_SEQUENCE, PAUSED -> called ? TOOL_USE : this;
            case TOOL_USE -> called ? this : END;
            case MAX_TOKENS, CONTEXT_FULL, FILTERED -> this;
        };
    }
}
