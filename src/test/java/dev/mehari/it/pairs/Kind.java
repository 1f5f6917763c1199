package dev.mehari.it.pairs;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import java.util.Locale;

/** What upstreams speak, each with a model that thinks and wants its thinking back. */
enum Kind {
    CHAT("openai-chat", "open-thinker", "quirks: [reasoning-content]"),
    RESPONSES("openai-responses", "gpt-5.6-terra", ""),
    ANTHROPIC("anthropic", "claude-haiku-4-5", ""),
    GEMINI("gemini", "gemini-3-flash-preview", "");

    /** What the shipped table does not know. */
    static final String CAPABILITIES =
            "capabilities:\n  at-chat/open-thinker: {thinking: [enabled], effort: [low, medium, high]}\n";

    private final String protocol;
    private final String model;
    private final String more;

    Kind(String protocol, String model, String more) {
        this.protocol = protocol;
        this.model = model;
        this.more = more;
    }

    private String id() {
        return "at-" + name().toLowerCase(Locale.ROOT);
    }

    /** The name that callers use. */
    String alias() {
        return "model-" + id();
    }

    FakeProvider start() {
        return switch (this) {
            case CHAT -> OpenAiFake.start().compatible().wantingReasoning();
            case RESPONSES -> ResponsesFake.start();
            case ANTHROPIC -> AnthropicFake.start();
            case GEMINI -> GeminiFake.start();
        };
    }

    String upstream(FakeProvider fake) {
        return """
                  %s:
                    protocol: %s
                    base-url: %s
                    credentials:
                      - {id: main, key: "env:%s_KEY"}
                    breaker: {window: 100000, minimum-calls: 100000}
                    cooldown: {longest: 0s}
                    %s
                """.formatted(id(), protocol, fake.baseUrl(), name(), more);
    }

    String target() {
        return "  " + alias() + ": {targets: [" + id() + "/" + model + "]}\n";
    }
}
