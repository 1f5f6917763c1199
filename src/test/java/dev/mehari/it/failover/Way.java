package dev.mehari.it.failover;

import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Dialect;
import java.util.List;

/** How a caller asks: a protocol, whole or streamed. */
enum Way {
    OPENAI_JSON(Dialect.OPENAI, false),
    OPENAI_STREAM(Dialect.OPENAI, true),
    ANTHROPIC_JSON(Dialect.ANTHROPIC, false),
    ANTHROPIC_STREAM(Dialect.ANTHROPIC, true),
    GEMINI_JSON(Dialect.GEMINI, false),
    GEMINI_STREAM(Dialect.GEMINI, true),
    GEMINI_ARRAY(Dialect.GEMINI_ARRAY, true);

    /** Matches the names of those that stream. */
    static final String STREAMS = ".*_STREAM|.*_ARRAY";

    /** Matches the names of those that do not. */
    static final String WHOLE = ".*_JSON";

    final Dialect dialect;
    final boolean stream;

    Way(Dialect dialect, boolean stream) {
        this.dialect = dialect;
        this.stream = stream;
    }

    /** One way for each protocol, for what does not depend on streaming. */
    static List<Way> protocols() {
        return List.of(OPENAI_JSON, ANTHROPIC_JSON, GEMINI_JSON);
    }

    /** The vendor's word, with which names of upstreams begin and names of aliases end. */
    String vendor() {
        return dialect.upstream;
    }

    /** The model at the n-th target: a different one at each. */
    String model(int n) {
        return switch (dialect) {
            case OPENAI, ZAI ->
                List.of("gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano").get(n - 1);
            case ANTHROPIC ->
                List.of("claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5")
                        .get(n - 1);
            case GEMINI, GEMINI_ARRAY ->
                List.of("gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.5-flash-lite")
                        .get(n - 1);
        };
    }

    /** A whole request to the gateway for one of its aliases: {@code two} is {@code two-openai}. */
    String request(String alias, String key) {
        return request(alias + "-" + vendor(), key, "");
    }

    String request(String name, String key, String headerLines) {
        return RawClient.post(
                        dialect.path(name, stream), dialect.headers(key), dialect.body(name, stream, "Is it warm?"))
                .replaceFirst("\r\n", "\r\n" + headerLines);
    }

    String request(String alias) {
        return request(alias, GatewaySetup.KEY);
    }

    /** The same request to the vendor itself. */
    String direct(int n, String key) {
        return request(model(n), key, "");
    }
}
