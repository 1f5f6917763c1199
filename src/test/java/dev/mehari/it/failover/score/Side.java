package dev.mehari.it.failover.score;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import dev.mehari.it.faults.Caller;

/** A protocol as an upstream speaks it. */
enum Side {
    CHAT("openai-chat", "gpt-4.1", "gpt-4.1-mini", 1),
    RESPONSES("openai-responses", "gpt-4o", "gpt-4o-mini", 4),
    ANTHROPIC("anthropic", "claude-haiku-4-5", "claude-sonnet-4-5", 3),
    GEMINI("gemini", "gemini-2.5-flash", "gemini-2.5-pro", 0);

    final String protocol;
    final String first;
    final String second;
    /** Events of a stream before the first that says something. */
    final int opening;

    /**
     * One of four.
     *
     * @param first the model at an upstream that is asked first
     * @param second the model at one that is asked after it
     */
    Side(String protocol, String first, String second, int opening) {
        this.protocol = protocol;
        this.first = first;
        this.second = second;
        this.opening = opening;
    }

    static Side of(Caller caller) {
        return switch (caller) {
            case CHAT -> CHAT;
            case RESPONSES -> RESPONSES;
            case MESSAGES -> ANTHROPIC;
            case GEMINI, GEMINI_ARRAY -> GEMINI;
        };
    }

    /** One that callers of this protocol cannot be served by without translation; a different one for each. */
    Side other() {
        return switch (this) {
            case CHAT -> ANTHROPIC;
            case RESPONSES -> GEMINI;
            case ANTHROPIC -> CHAT;
            case GEMINI -> RESPONSES;
        };
    }

    FakeProvider start() {
        return switch (this) {
            case CHAT -> OpenAiFake.start();
            case RESPONSES -> ResponsesFake.start();
            case ANTHROPIC -> AnthropicFake.start();
            case GEMINI -> GeminiFake.start();
        };
    }
}
