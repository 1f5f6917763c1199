package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.Target;
import dev.mehari.call.TargetStates;
import dev.mehari.config.Candidate;
import dev.mehari.config.Models;
import dev.mehari.config.Prices;
import dev.mehari.config.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the targets that may serve a call in the order in which they are tried: by priority, within a priority by the alias'
 * strategy, and behind them those that are left alone, for when all others fail.
 */
final class Order {
    private final Chooser chooser;
    private final TargetStates states;

    Order(Prices prices, Turns turns, TargetStates states) {
        this.chooser = new Chooser(prices, turns, states);
        this.states = states;
    }

    /** A target of a call, and what is written of it. */
    record Named(Candidate written, Target target, int weight) {
        static Named of(Candidate written, String model, Map<String, Integer> weights) {
            Target target = written.named(model);
            int weight = written.weight();
            if (!weights.isEmpty()) {
                weight = weights.getOrDefault(target.upstream(), weight);
                weight = weights.getOrDefault(written.target().toString(), weight);
                weight = weights.getOrDefault(target.toString(), weight);
            }
            return new Named(written, target, weight);
        }
    }

    /** @param onlyLook whether turns stay those of the next call */
    List<Target> of(Call call, Models.Alias alias, List<Named> candidates, boolean onlyLook) {
        List<Target> ordered = new ArrayList<>(candidates.size() + 1);
        if (candidates.size() == 1) {
            ordered.add(candidates.getFirst().target());
            return ordered;
        }
        List<Named> ready = new ArrayList<>(candidates.size());
        List<Target> leftAlone = new ArrayList<>(0);
        for (Named candidate : candidates) {
            if (leftAlone(call, candidate.target())) {
                leftAlone.add(candidate.target());
            } else {
                ready.add(candidate);
            }
        }
        Strategy strategy = alias.routing().strategy();
        for (List<Named> group : groups(ready)) {
            List<Named> chosen = group.size() == 1 ? group : chooser.ordered(strategy, call, alias, group, onlyLook);
            chosen.forEach(one -> ordered.add(one.target()));
        }
        if (strategy != Strategy.ORDERED && !ordered.isEmpty()) {
            call.decision()
                    .note(Decision.Kind.STRATEGY, strategy.id(), ordered.getFirst() + " first of " + ordered.size());
        }
        ordered.addAll(leftAlone);
        return ordered;
    }

    /** Whether no call is to be sent there now if another target can take it; says why. */
    boolean leftAlone(Call call, Target target) {
        String why = states.leftAlone(target);
        if (why != null) {
            call.decision().note(Decision.Kind.TARGET_LEFT_OUT, target.toString(), why + "; behind all others");
        }
        return why != null;
    }

    private static List<List<Named>> groups(List<Named> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        int first = candidates.getFirst().written().priority();
        boolean one = true;
        for (Named candidate : candidates) {
            one &= candidate.written().priority() == first;
        }
        if (one) {
            return List.of(candidates);
        }
        Map<Integer, List<Named>> byPriority = new TreeMap<>(Comparator.naturalOrder());
        candidates.forEach(candidate -> byPriority
                .computeIfAbsent(candidate.written().priority(), number -> new ArrayList<>())
                .add(candidate));
        return List.copyOf(byPriority.values());
    }

    /** Whether this call is one of those that a canary gets first. */
    boolean canary(Call call, Models.Alias alias, double share, boolean onlyLook) {
        return chooser.canary(call, alias, share, onlyLook);
    }
}
