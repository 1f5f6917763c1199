package dev.mehari.call;

/** What a caller asks of an upstream. */
public enum Operation {
    /** An answer of a model to a conversation or a prompt. */
    CHAT("chat"),
    /** How many tokens a conversation would be. */
    COUNT_TOKENS("count-tokens"),
    /** The vectors of texts. */
    EMBEDDINGS("embeddings"),
    /** Whatever else an upstream offers; its bytes pass. */
    PASSTHROUGH("passthrough");

    private final String id;

    Operation(String id) {
        this.id = id;
    }

    /** The name used in logs, metrics and rows. */
    public String id() {
        return id;
    }
}
