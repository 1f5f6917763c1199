package dev.mehari.sample;

import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.RequestBody;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a test of a step needs around it. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** Secret of the upstreams {@code one} and {@code two}. */
    public static final String SECRET = "sk-a secret+of/one=";

    private static final String UPSTREAMS = """
            upstreams:
              one:
                protocol: openai
                base-url: http://127.0.0.1:1/v1
                credentials: [{id: main, key: "env:SECRET"}]
                timeouts: {connect: 1s, pool-wait: 1s, response-headers: 5s, first-event: 3s, gap: 2s, total: 20s}
                breaker: {window: 4, minimum-calls: 4, failure-rate: 50}
                cooldown: {longest: 0s}
              two:
                protocol: openai
                base-url: http://127.0.0.1:1/v1
                credentials: [{id: main, key: "env:SECRET"}]
                cooldown: {longest: 0s}
              pool:
                protocol: openai
                base-url: http://127.0.0.1:1/v1
                credentials: [{id: a, key: "env:SECRET"}, {id: b, key: "env:OTHER"}]
                cooldown: {longest: 0s}
              off:
                protocol: openai
                base-url: http://127.0.0.1:1/v1
                credentials: [{id: main, key: "env:UNSET"}]
              claude:
                protocol: anthropic
                base-url: http://127.0.0.1:1
            """;

    private static final String MODELS = """
            models:
              fast: {targets: [one/small, two/small]}
              large: {targets: [two/large]}
              mixed: {targets: [claude/sonnet, two/large]}
              dark: {targets: [off/any]}
              half: {targets: [off/any, two/large]}
              claude: {targets: [claude/sonnet]}
              "gpt-*": {targets: ["one/*"]}
              "gpt-5*": {targets: ["two/*"]}
            """;

    private static final String PRICES = """
            version: "1"
            prices:
              one/gpt-4: {input: 1, output: 1, date: 2026-01-01}
              two/gpt-5-mini: {input: 1, output: 1, date: 2026-01-01}
              two/other: {input: 1, output: 1, date: 2026-01-01}
              "one/gpt-3*": {input: 1, output: 1, date: 2026-01-01}
            """;

    private Samples() {}

    public static Snapshot snapshot() {
        return snapshot("");
    }

    /** @param more lines for {@code models.yaml} */
    public static Snapshot snapshot(String more) {
        return ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml", bytes(UPSTREAMS),
                                "models.yaml", bytes(MODELS + more),
                                "prices.yaml", bytes(PRICES))),
                Map.of("SECRET", SECRET, "OTHER", "sk-the-other-one"));
    }

    public static Upstream upstream(String name) {
        Upstream upstream = snapshot().upstreams().get(name);
        if (upstream == null) {
            throw new IllegalArgumentException(name);
        }
        return upstream;
    }

    /** A call in OpenAI's protocol that nobody has checked yet. */
    public static Call call(@Nullable String model) {
        return call(Protocol.OPENAI_CHAT, model);
    }

    public static Call call(Protocol protocol, @Nullable String model) {
        return new Call("req_1", protocol, NOW, Map.of(), new Body(model), null, false, true);
    }

    /** Asks for the tokens of a message. */
    public static Call count(@Nullable String model) {
        return new Call(
                "req_1",
                Protocol.ANTHROPIC_MESSAGES,
                Operation.COUNT_TOKENS,
                NOW,
                Map.of(),
                new Body(model),
                null,
                false,
                true);
    }

    /** @param allowed empty for every model */
    public static Caller caller(String... allowed) {
        return new Caller("key_1", "a key", null, List.of(), Caller.Role.INFERENCE, List.of(allowed), null);
    }

    /** The codec of every protocol. */
    public static Codecs codecs() {
        return new Codecs(List.of(
                new OpenAiCodec(),
                OpenAiCodec.completions(ErrorFormat.PROTOCOL),
                new ResponsesCodec(),
                new AnthropicCodec(),
                new GeminiCodec()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Body(@Nullable String model) implements RequestBody {
        @Override
        public byte[] bytes() {
            return Samples.bytes("{}");
        }

        @Override
        public boolean stream() {
            return false;
        }

        @Override
        public @Nullable Object field(String path) {
            return null;
        }

        @Override
        public byte[] forUpstream(String upstreamModel, boolean reportUsage) {
            return Samples.bytes(upstreamModel);
        }

        @Override
        public RequestBody withTexts(UnaryOperator<String> change) {
            return this;
        }
    }
}
