package dev.mehari.call;

/** A wire format: how a caller speaks to us, or we to an upstream. */
public enum Protocol {
    OPENAI_CHAT("openai-chat"),
    /** OpenAI's old way to go on with a text. */
    OPENAI_COMPLETIONS("openai-completions"),
    OPENAI_RESPONSES("openai-responses"),
    ANTHROPIC_MESSAGES("anthropic-messages"),
    GEMINI("gemini");

    private final String id;

    Protocol(String id) {
        this.id = id;
    }

    /** The name used in logs, metrics and rows. */
    public String id() {
        return id;
    }
}
