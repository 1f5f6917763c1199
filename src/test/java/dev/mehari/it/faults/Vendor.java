package dev.mehari.it.faults;

import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.GeminiFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.ResponsesFake;
import java.util.List;
import java.util.Locale;

/** Who is called: a strict fake of each protocol, and a look-alike that thinks aloud. */
enum Vendor {
    CHAT("openai-chat", "gpt-4.1", ""),
    RESPONSES("openai-responses", "gpt-5.6-terra", ""),
    ANTHROPIC("anthropic", "claude-haiku-4-5", ""),
    GEMINI("gemini", "gemini-3-flash-preview", ""),
    ALIKE("openai-chat", "open-thinker", "quirks: [reasoning-content]");

    /** Those of one protocol each. */
    static final List<Vendor> PROTOCOLS = List.of(CHAT, RESPONSES, ANTHROPIC, GEMINI);

    private final String protocol;
    private final String model;
    private final String more;

    Vendor(String protocol, String model, String more) {
        this.protocol = protocol;
        this.model = model;
        this.more = more;
    }

    /** The name that callers use. */
    String alias() {
        return "m-" + name().toLowerCase(Locale.ROOT);
    }

    String target() {
        return "at-" + name().toLowerCase(Locale.ROOT) + "/" + model;
    }

    String model() {
        return model;
    }

    FakeProvider start() {
        return switch (this) {
            case CHAT -> OpenAiFake.start();
            case RESPONSES -> ResponsesFake.start();
            case ANTHROPIC -> AnthropicFake.start();
            case GEMINI -> GeminiFake.start();
            case ALIKE -> OpenAiFake.start().compatible();
        };
    }

    /** Whether a caller speaks its protocol, so that bytes pass. */
    boolean speaks(Caller caller) {
        return switch (this) {
            case CHAT, ALIKE -> caller == Caller.CHAT;
            case RESPONSES -> caller == Caller.RESPONSES;
            case ANTHROPIC -> caller == Caller.MESSAGES;
            case GEMINI -> caller.google();
        };
    }

    String upstream(FakeProvider fake) {
        return """
                  at-%s:
                    protocol: %s
                    base-url: %s
                    credentials:
                      - {id: main, key: "env:%s_KEY"}
                    breaker: {window: 100000, minimum-calls: 100000}
                    cooldown: {longest: 0s}
                    timeouts: {response-headers: 3s, first-event: 3s, gap: 3s, total: 20s}
                    %s
                """.formatted(name().toLowerCase(Locale.ROOT), protocol, fake.baseUrl(), name(), more);
    }
}
