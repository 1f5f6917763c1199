package dev.mehari;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random configurations and routes, the same for the same seed: only what an operator could write. */
final class ExplainDice {
    /** By upstream; the last leads nowhere, because it has no credential. */
    static final List<String> TARGETS = List.of(
            "o1/gpt-4.1",
            "o1/gpt-4.1-mini",
            "o2/gpt-4.1",
            "o2/gpt-4.1-nano",
            "r1/gpt-4.1",
            "a1/claude-haiku-4-5",
            "a2/claude-sonnet-4-5",
            "g1/gemini-2.5-flash",
            "off/gone");

    /** Where copies go; nothing else does. */
    static final String MIRROR = "copies/gpt-mirror";

    /** Such as are followed by each of what can follow. */
    private static final List<Integer> FAILURES = List.of(503, 503, 503, 503, 503, 503, 503, 401, 429, 404, 422);

    private static final List<String> CONDITIONS = List.of(
            "${body.header('x-tier')} == 'gold'",
            "${body.field('messages.size')} > 2",
            "${body.alias} == 'm1'",
            "${body.caller.team} == 'acme'",
            "${body.isStream}");

    /** Aliases m0, m1 and so on. */
    static final int ALIASES = 6;

    private final Random random;
    private final boolean tiring;

    /** @param tiring whether targets that fail are left alone from then on */
    ExplainDice(Random random, boolean tiring) {
        this.random = random;
        this.tiring = tiring;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean in(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The status of a failure. One that changes a credential changes the plan of the very call that meets it. */
    int failure() {
        return tiring ? 503 : one(FAILURES);
    }

    String upstreams(ExplainWorld world) {
        return world.upstreams().stream()
                .map(upstream -> """
                          %s:
                            protocol: %s
                            base-url: %s
                            credentials: [%s]
                            breaker: {window: 100000, minimum-calls: 100000}
                        %s""".formatted(
                                upstream.name(),
                                upstream.protocol(),
                                upstream.baseUrl(),
                                credentials(upstream),
                                settings(upstream)))
                .collect(Collectors.joining("", "upstreams:\n", ""));
    }

    private String credentials(ExplainWorld.Upstream upstream) {
        if (upstream.name().equals("off")) {
            return "{id: main, key: \"env:NOT_SET\"}";
        }
        return IntStream.range(0, 1 + below(3))
                .mapToObj(n -> "{id: c" + n + ", key: \"env:" + upstream.variable(n) + "\"}")
                .collect(Collectors.joining(", "));
    }

    private String settings(ExplainWorld.Upstream upstream) {
        StringBuilder more = new StringBuilder();
        if (in(30)) {
            more.append("    headers: {X-Team: acme, X-Secret-Word: open-sesame}\n");
        }
        if (in(30)) {
            more.append("    defaults: {temperature: 0.").append(1 + below(8)).append("}\n");
        }
        if (upstream.protocol().equals("openai-chat") && in(40)) {
            more.append("    quirks: [")
                    .append(one(List.of("no-seed", "max-tokens-name", "vllm", "usage-always", "no-user")))
                    .append("]\n");
        }
        // What is back between question and call would decide: nothing is left alone, or all of it to the end.
        more.append("    cooldown: ")
                .append(
                        tiring && in(50)
                                ? "{failure-rate: 60, window: 10, minimum-calls: 6, for: 1h, rate-limited: 1h}"
                                : "{longest: 0s}")
                .append("\n    credential-pool: {rest: 1h, rotation: ")
                .append(one(List.of("round-robin", "weighted", "least-used", "lowest-cost", "healthiest")))
                .append("}\n");
        if (in(20)) {
            more.append("    concurrency: {max: 3, queue: 1s}\n");
        }
        return more.toString();
    }

    String models() {
        ExplainRules rules = new ExplainRules(this);
        StringBuilder models = new StringBuilder(in(30) ? "default-model: m2\n" : "");
        models.append(in(30) ? "rules: " + rules.ofAll(3) + "\n" : "");
        models.append(in(20) ? "keys: {all: {rules: " + rules.ofAll(1) + "}}\n" : "");
        models.append(in(20) ? "teams: {acme: {rules: " + rules.ofAll(1) + "}}\n" : "");
        models.append("models:\n");
        for (int i = 0; i < ALIASES; i++) {
            models.append("  m").append(i).append(": {").append(rules.alias(i));
            models.append(in(25) ? ", thinking: " + one(List.of("field", "tags", "none")) : "");
            models.append(in(15) ? ", on-loss: refuse" : "");
            models.append(in(25) ? ", defaults: {max_tokens: " + (20 + below(50)) + "}" : "");
            models.append(in(20) ? ", timeouts: {first-event: 9s}" : "");
            models.append(in(15) ? ", mirror: {target: " + MIRROR + "}" : "");
            models.append(in(15) ? ", hedge-after: 20s" : "");
            models.append(in(15) ? ", on-context-length: " + one(TARGETS) : "");
            models.append(in(15) ? ", failover: {then: {next: [upstream_rejected]}}" : "");
            models.append("}\n");
        }
        models.append("  \"gpt-*\": {targets: [\"o1/*\", \"r1/*\"]}\n");
        return models.toString();
    }

    /** Some of the targets, in any order. */
    List<String> targets() {
        List<String> targets = new ArrayList<>(TARGETS);
        Collections.shuffle(targets, random);
        return targets.subList(0, 1 + below(4));
    }

    String prices() {
        StringBuilder prices = new StringBuilder("version: test\nprices:\n");
        for (String target : TARGETS) {
            int input = 1 + below(9);
            prices.append("  ")
                    .append(target)
                    .append(": {input: ")
                    .append(input)
                    .append(", output: ");
            prices.append(input).append(", date: 2026-11-01, source: test}\n");
        }
        return prices.toString();
    }

    String failover() {
        return "attempts: {max: " + (4 + below(4)) + "}\nretry: {max-attempts: 1, max-wait: 1ms}\n";
    }

    /** A choice of up to three branches. */
    String routing() {
        StringBuilder when = new StringBuilder();
        for (int i = below(4); i > 0; i--) {
            String what = switch (below(5)) {
                case 0, 1 -> "only(${body}, '" + one(TARGETS) + "')";
                case 2, 3 -> "first(${body}, '" + one(TARGETS) + "')";
                default -> "refuse('not in this house')";
            };
            when.append("""
                                  - id: w%d
                                    expression:
                                      simple:
                                        expression: "%s"
                                    steps:
                                      - bean:
                                          id: b%d
                                          ref: plan
                                          method: "%s"
                    """.formatted(i, one(CONDITIONS), i, what));
        }
        String choice = when.isEmpty() ? "" : """
                        - choice:
                            id: by-content
                            when:
                """ + when;
        return """
                - route:
                    id: routing
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      id: routing-in
                      uri: direct:routing
                      steps:
                        - bean:
                            id: redacted
                            ref: request
                            method: "redact(${body}, '%s')"
                """.formatted(one(List.of("warm", "never-there"))) + choice;
    }
}
