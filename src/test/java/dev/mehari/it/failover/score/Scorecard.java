package dev.mehari.it.failover.score;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How one subject fared: for each protocol of callers and each scenario the worst of its ways to call. */
final class Scorecard {
    private final Map<Side, Map<Integer, Verdict>> verdicts = new EnumMap<>(Side.class);
    private final List<String> remarks = new ArrayList<>();

    /** All scenarios in one lane after the other; lanes at the same time. */
    static Scorecard of(Subject subject, List<Lane> lanes, List<Scenario> scenarios) {
        Scorecard card = new Scorecard();
        List<Map<Scenario, Verdict>> all = dev.mehari.it.wire.Many.of(
                lanes.size(),
                lanes.size(),
                i -> scenarios.stream()
                        .collect(Collectors.toMap(
                                scenario -> scenario,
                                scenario -> scenario.play(subject, lanes.get(i)),
                                (a, b) -> a,
                                java.util.LinkedHashMap::new)));
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            all.get(i).forEach((scenario, verdict) -> card.add(lane, scenario, verdict));
        }
        return card;
    }

    private void add(Lane lane, Scenario scenario, Verdict verdict) {
        verdicts.computeIfAbsent(lane.first, side -> new TreeMap<>()).merge(scenario.number(), verdict, Verdict::worse);
        if (verdict.mark() != Mark.PASS) {
            remarks.add(scenario.number() + " " + scenario.name() + ", " + lane + ": " + word(verdict.mark()) + ": "
                    + verdict.why());
        }
    }

    String cell(Side side, Scenario scenario) {
        return word(mark(side, scenario.number()));
    }

    /** What became of the scenario with this number. */
    Mark mark(Side side, int number) {
        return verdicts.getOrDefault(side, Map.of())
                .getOrDefault(number, Verdict.fail(""))
                .mark();
    }

    long count(Side side, Mark mark) {
        return verdicts.getOrDefault(side, Map.of()).values().stream()
                .filter(verdict -> verdict.mark() == mark)
                .count();
    }

    /** Whatever was no pass, and why. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private static String word(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }
}
