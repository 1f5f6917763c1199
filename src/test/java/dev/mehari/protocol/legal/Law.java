package dev.mehari.protocol.legal;

import dev.mehari.call.Protocol;

/** The rules of each protocol, for streams and for whole answers. */
public enum Law {
    CHAT,
    /** Chat completions whose caller asked for usage in the stream. */
    CHAT_WITH_USAGE,
    COMPLETIONS,
    RESPONSES,
    MESSAGES,
    GEMINI,
    /** Gemini's stream as one JSON array. */
    GEMINI_ARRAY;

    public Protocol protocol() {
        return switch (this) {
            case CHAT, CHAT_WITH_USAGE -> Protocol.OPENAI_CHAT;
            case COMPLETIONS -> Protocol.OPENAI_COMPLETIONS;
            case RESPONSES -> Protocol.OPENAI_RESPONSES;
            case MESSAGES -> Protocol.ANTHROPIC_MESSAGES;
            case GEMINI, GEMINI_ARRAY -> Protocol.GEMINI;
        };
    }

    /**
     * What a client hears of a stream that is at its end.
     *
     * @throws Illegal when a rule is broken, or the stream has no end, or more than one
     */
    public Heard stream(byte[] bytes) {
        return switch (this) {
            case CHAT -> ChatStream.hear(bytes, false);
            case CHAT_WITH_USAGE -> ChatStream.hear(bytes, true);
            case COMPLETIONS -> TextAnswer.hear(bytes);
            case RESPONSES -> ResponsesStream.hear(bytes);
            case MESSAGES -> MessagesStream.hear(bytes);
            case GEMINI -> GeminiStream.hear(bytes, true);
            case GEMINI_ARRAY -> GeminiStream.hear(bytes, false);
        };
    }

    /** What a client hears of a whole answer. */
    public Heard whole(byte[] bytes) {
        String json = Sse.text(bytes);
        return switch (this) {
            case CHAT, CHAT_WITH_USAGE -> ChatAnswer.hear(Shape.object(json, "1.1 an answer"));
            case COMPLETIONS -> TextAnswer.hear(Shape.object(json, "1.3 an answer"));
            case RESPONSES -> ResponsesAnswer.hear(Shape.object(json, "1.2 an answer"));
            case MESSAGES -> MessagesAnswer.hear(Shape.object(json, "1.5 an answer"));
            case GEMINI, GEMINI_ARRAY -> GeminiAnswer.hear(Shape.object(json, "1.6 an answer"));
        };
    }
}
