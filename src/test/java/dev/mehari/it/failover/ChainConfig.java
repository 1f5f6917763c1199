package dev.mehari.it.failover;

import dev.mehari.fake.FakeProvider;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Upstreams and aliases of a {@link Chain}, the same for every vendor. Upstreams 1, 2 and 3 are the three fakes, with
 * long timers, no breaker to speak of and no cooldown; others stand in front of the first fake, or of nothing:
 *
 * <pre>
 *   pool    two credentials, main and spare
 *   hasty   short timers of its own
 *   frail   a breaker of four calls; brittle is another like it
 *   narrow  two calls at a time
 *   mirrored  a breaker of four calls, in front of the second fake
 *   noise   a port that speaks no HTTP     tls   https to a port without TLS     gone   a port where nobody listens
 * </pre>
 */
final class ChainConfig {
    /** The pool's second key; {@code main} has the fake's usual one. */
    static final String SPARE_KEY = "spare-fake-key-of-the-pool-0002";

    private static final String NO_BREAKER =
            "breaker: {window: 100000, minimum-calls: 100000}\n    cooldown: {longest: 0s}";
    private static final String SMALL_BREAKER =
            "breaker: {window: 4, minimum-calls: 4, open-for: 3s}\n    cooldown: {longest: 0s}";
    private static final String NARROW = "\n    concurrency: {max: 2, queue: 1s}";
    private static final String SWITCHING =
            "{switch-on: any-4xx, then: {answer: [content_policy_violation]}, retry: {max-attempts: 2},"
                    + " attempts: {max: 3}}";
    private static final String PATIENT = "timeouts: {response-headers: 20s, first-event: 20s, gap: 20s, total: 30s}";
    private static final String SHORT = "{response-headers: 800ms, first-event: 800ms, gap: 800ms}";

    /** The deadline of the alias {@code until}, shorter than what may be waited for. */
    static final Duration UNTIL = Duration.ofSeconds(8);

    private static final String ALIASES = """
              one-V: {targets: [V-1/M1]}
              two-V: {targets: [V-1/M1, V-2/M2]}
              three-V: {targets: [V-1/M1, V-2/M2, V-3/M3]}
              pool-V: {targets: [V-pool/M1]}
              pool-two-V: {targets: [V-pool/M1, V-2/M2]}
              quick-V: {targets: [V-1/M1, V-2/M2], timeouts: SHORT}
              deadline-V: {targets: [V-1/M1, V-2/M2, V-3/M3], timeouts: {response-headers: 2s, total: 3s}}
              until-V: {targets: [V-1/M1, V-2/M2, V-3/M3], timeouts: {total: 8s}}
              hasty-V: {targets: [V-hasty/M1, V-2/M2]}
              frail-V: {targets: [V-frail/M1]}
              brittle-V: {targets: [V-brittle/M1]}
              brittle-two-V: {targets: [V-brittle/M1, V-2/M2]}
              narrow-V: {targets: [V-narrow/M1]}
              narrow-two-V: {targets: [V-narrow/M1, V-2/M2]}
              longer-V: {targets: [V-1/M1, V-3/M3], on-context-length: V-2/M2}
              switching-V: {targets: [V-1/M1, V-2/M2, V-3/M3], failover: SWITCHING}
              hedged-V: {targets: [V-1/M1, V-2/M2], hedge-after: 300ms}
              calm-V: {targets: [V-1/M1, V-2/M2], hedge-after: 5s}
              mirrored-V: {targets: [V-1/M1], mirror: {target: V-mirrored/M2}}
              cross-V: {targets: [V-1/M1, CROSS]}
              paced-V: {targets: [V-1/M1, V-2/M2], timeouts: PACED}
              noise-V: {targets: [V-noise/M1, V-2/M2]}
              tls-V: {targets: [V-tls/M1, V-2/M2]}
              gone-V: {targets: [V-gone/M1, V-2/M2]}
            """;

    private ChainConfig() {}

    static GatewaySetup of(Map<String, List<FakeProvider>> vendors, int noHttp) {
        GatewaySetup setup = GatewayProcess.setup().env("RETRY_DELAY_MS", "10").env("SPARE_KEY", SPARE_KEY);
        StringBuilder upstreams = new StringBuilder("upstreams:\n");
        StringBuilder models = new StringBuilder("models:\n");
        StringBuilder prices = new StringBuilder("version: test\nprices:\n");
        for (Way way : Way.protocols()) {
            List<FakeProvider> fakes = java.util.Objects.requireNonNull(vendors.get(way.vendor()));
            String main = way.vendor().toUpperCase(java.util.Locale.ROOT) + "_KEY";
            setup.env(main, fakes.getFirst().key());
            fakes.getFirst().taking(SPARE_KEY);
            String credential = "{id: main, key: \"env:" + main + "\"}";
            String first = fakes.getFirst().baseUrl();
            for (int n = 1; n <= 3; n++) {
                upstreams.append(upstream(way, "" + n, fakes.get(n - 1).baseUrl(), credential, PATIENT, NO_BREAKER));
            }
            String both = credential + ", {id: spare, key: \"env:SPARE_KEY\"}";
            upstreams.append(upstream(way, "pool", first, both, PATIENT, NO_BREAKER));
            upstreams.append(upstream(way, "hasty", first, credential, "timeouts: " + SHORT, NO_BREAKER));
            upstreams.append(upstream(way, "frail", first, credential, PATIENT, SMALL_BREAKER));
            upstreams.append(upstream(way, "brittle", first, credential, PATIENT, SMALL_BREAKER));
            upstreams.append(upstream(way, "narrow", first, credential, PATIENT, NO_BREAKER + NARROW));
            String second = fakes.get(1).baseUrl();
            upstreams.append(upstream(way, "mirrored", second, credential, PATIENT, SMALL_BREAKER));
            upstreams.append(upstream(way, "noise", at(first, "http", noHttp), credential, PATIENT, NO_BREAKER));
            upstreams.append(upstream(way, "tls", at(first, "https", noHttp), credential, PATIENT, NO_BREAKER));
            // Port 1 is tcpmux's, and nobody has that.
            upstreams.append(upstream(way, "gone", at(first, "http", 1), credential, PATIENT, NO_BREAKER));
            models.append(ALIASES.indent(0)
                    .replace("V", way.vendor())
                    .replace("M1", way.model(1))
                    .replace("M2", way.model(2))
                    .replace("M3", way.model(3))
                    .replace("SWITCHING", SWITCHING)
                    .replace(
                            "CROSS",
                            switch (way.vendor()) {
                                case "openai" -> "anthropic-2/" + Way.ANTHROPIC_JSON.model(2);
                                case "anthropic" -> "gemini-2/" + Way.GEMINI_JSON.model(2);
                                default -> "openai-2/" + Way.OPENAI_JSON.model(2);
                            })
                    .replace("PACED", "{minimum-rate: {events: 6, over: 1s}}")
                    .replace("SHORT", SHORT));
            prices.append(
                    "  \"" + way.vendor() + "-1/*\": {input: 1000, output: 1000, date: 2026-11-01, source: test}\n");
            prices.append(
                    "  \"" + way.vendor() + "-mirrored/*\": {input: 1, output: 2, date: 2026-11-01, source: test}\n");
            prices.append("  \"" + way.vendor() + "-2/*\": {input: 1, output: 2, date: 2026-11-01, source: test}\n");
        }
        // Rows are looked at call by call here, not by the thousand.
        return setup.edit(
                        "routes/usage.camel.yaml",
                        text -> text.replaceAll("(pollTimeout: |completionTimeout\\w*: \")\\d+", "$1" + 20))
                .file("config/upstreams.yaml", upstreams.toString())
                .file("config/models.yaml", models.toString())
                .file("config/prices.yaml", prices.toString());
    }

    private static String at(String url, String scheme, int port) {
        return scheme + "://127.0.0.1:" + port + URI.create(url).getPath();
    }

    private static String upstream(
            Way way, String name, String url, String credentials, String timeouts, String breaker) {
        return "  " + way.vendor() + "-" + name + ":\n    protocol: "
                + (way.vendor().equals("openai") ? "openai-chat" : way.vendor())
                + "\n    base-url: " + url
                + "\n    credentials: [" + credentials + "]\n    " + timeouts + "\n    " + breaker + "\n";
    }
}
