package dev.mehari;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random targets, strategies and rules, as they stand in {@code models.yaml}. */
final class ExplainRules {
    private static final List<String> STRATEGIES = List.of(
            "ordered",
            "priority",
            "round-robin",
            "weighted",
            "least-busy",
            "lowest-latency",
            "lowest-cost",
            "sticky, sticky: {by: key}",
            "sticky, sticky: {by: conversation}",
            "sticky, sticky: {by: \"header:x-tier\"}");

    private static final List<String> TESTS = List.of(
            "{field: headers.x-tier, operator: eq, value: gold}",
            "{field: headers.x-tier, operator: exists}",
            "{field: body.temperature, operator: gt, value: 0.2}",
            "{field: \"body.messages[0].role\", operator: eq, value: system}",
            "{field: token_usage.input_tokens, operator: gt, value: 12}",
            "{field: model, operator: regex, value: \"^m[0-2]$\"}",
            "{field: endpoint, operator: contains, value: messages}",
            "{field: key.name, operator: in, value: [all, narrow]}",
            "{field: team.name, operator: eq, value: acme}",
            "{field: tags, operator: contains, value: night}",
            "{field: time.of_day, operator: gte, value: \"00:00\"}");

    private final ExplainDice dice;

    ExplainRules(ExplainDice dice) {
        this.dice = dice;
    }

    /** Targets of the n-th alias, and how one is chosen. */
    String alias(int n) {
        String strategy = dice.in(60) ? dice.one(STRATEGIES) : "ordered";
        boolean weighs = strategy.startsWith("weighted") || strategy.startsWith("sticky");
        boolean ranked = strategy.equals("priority") || dice.in(25);
        List<String> names = dice.targets();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            targets.add("{target: " + names.get(i)
                    + (weighs && dice.in(60) ? ", weight: " + dice.below(4) : "")
                    + (ranked ? ", priority: " + (strategy.equals("priority") ? i : dice.below(3)) : "")
                    + (dice.in(20) ? ", when: " + condition() : "")
                    + "}");
        }
        String upstream = names.getFirst().substring(0, names.getFirst().indexOf('/'));
        return "targets: " + targets + ", strategy: " + strategy
                + (dice.in(15) ? ", canary: {target: " + dice.one(ExplainDice.TARGETS) + ", percent: 30}" : "")
                + (dice.in(35) ? ", rules: " + rules(2, of(n, upstream, weighs)) : "");
    }

    /** Rules that any alias may meet. */
    List<String> ofAll(int most) {
        return rules(
                most, List.of("upstream: o1", "weights: {o1: 3, a1: 0}", "tags: [night, cheap]", "refuse: not now"));
    }

    /** What a rule of the n-th alias may do. Those that lead elsewhere lead on, for in circles no file may lead. */
    private List<String> of(int n, String upstream, boolean weighs) {
        List<String> effects = new ArrayList<>(List.of("tags: [day]", "refuse: not here", "upstream: " + upstream));
        effects.add("targets: " + dice.targets());
        if (n + 1 < ExplainDice.ALIASES) {
            effects.add("model: m" + (n + 1 + dice.below(ExplainDice.ALIASES - n - 1)));
        }
        if (weighs) {
            effects.add("weights: {" + upstream + ": 5}");
        }
        return effects;
    }

    private List<String> rules(int most, List<String> effects) {
        return IntStream.rangeClosed(1, 1 + dice.below(most))
                .mapToObj(n -> "{name: rule-" + n + ", conditions: " + condition() + ", " + dice.one(effects) + "}")
                .toList();
    }

    private String condition() {
        return switch (dice.below(6)) {
            case 0 -> "{all: " + tests() + "}";
            case 1 -> "{any: " + tests() + "}";
            case 2 -> "{not: " + dice.one(TESTS) + "}";
            default -> dice.one(TESTS);
        };
    }

    private String tests() {
        return IntStream.range(0, 1 + dice.below(3))
                .mapToObj(n -> dice.one(TESTS))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
