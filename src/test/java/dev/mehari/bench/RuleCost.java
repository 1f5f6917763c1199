package dev.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What rules cost: calls of three aliases that differ in nothing but their rules, in alternation and in the same process,
 * since two processes of one program differ by more than is looked for.
 */
final class RuleCost {
    static final String WHAT = "calls/s by rules";
    static final String NONE = "no rules";
    static final String TEN = "ten rules";
    static final String BODY = "ten rules, two of the body";

    private static final List<String> KINDS = List.of(NONE, TEN, BODY);

    /** More and shorter than other rounds: what is compared lies within a few percent. */
    private static final int TURNS = 4;

    private static final String RULE = """
                  - {name: %s, conditions: [{field: %s, operator: %s, value: %s}], tags: [%1$s]}
            """;

    private RuleCost() {}

    /** Adds the aliases. All rules are looked at, since none of them holds or ends the list. */
    static void configure(Path models) throws IOException {
        StringBuilder aliases = new StringBuilder();
        for (String kind : KINDS) {
            aliases.append("  ")
                    .append(alias(kind))
                    .append(":\n    targets: [openai/")
                    .append(Payloads.MODEL)
                    .append("]\n");
            if (!kind.equals(NONE)) {
                aliases.append("    rules:\n").append(rules(kind.equals(BODY)));
            }
        }
        Files.writeString(models, Files.readString(models).replaceFirst("(?m)^models:\n", "models:\n" + aliases));
    }

    private static String rules(boolean body) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            rules.append(RULE.formatted("tier-" + i, "headers.x-tier", "eq", "tier-" + i));
        }
        rules.append(RULE.formatted("nightly", "headers.user-agent", "regex", "'^nightly-[0-9]+'"));
        rules.append(RULE.formatted("team", "team.name", "in", "[research, sales]"));
        rules.append(RULE.formatted("name", "key.name", "contains", "trial"));
        rules.append(RULE.formatted("path", "endpoint", "eq", "/v1/embeddings"));
        rules.append(RULE.formatted("warm", body ? "body.temperature" : "headers.x-warm", "gt", "1"));
        rules.append(RULE.formatted("first", body ? "'body.messages[0].role'" : "headers.x-first", "eq", "system"));
        return rules.toString();
    }

    /** Of one length, so that the calls are. */
    private static String alias(String kind) {
        return "bench-rules-" + KINDS.indexOf(kind);
    }

    static void measure(Settings settings, Traffic traffic, Subject gateway, Figures figures) {
        Duration turn = settings.round().dividedBy(2);
        for (String kind : KINDS) {
            traffic.wrk(
                    gateway,
                    Payloads.chat(alias(kind)),
                    Rounds.MIDDLE,
                    settings.warmUp().dividedBy(KINDS.size()));
        }
        for (int round = 0; round < settings.rounds() * TURNS; round++) {
            for (int i = 0; i < KINDS.size(); i++) {
                // Each is the first of a round as often as the others.
                String kind = KINDS.get((round + i) % KINDS.size());
                Wrk run = traffic.wrk(gateway, Payloads.chat(alias(kind)), Rounds.MIDDLE, turn);
                figures.add(WHAT, kind, run.perSecond());
            }
        }
    }
}
