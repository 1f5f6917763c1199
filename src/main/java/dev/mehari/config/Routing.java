package dev.mehari.config;

import dev.mehari.call.Target;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How calls of an alias find their targets.
 *
 * @param candidates in the order of the file
 * @param sticky what {@link Strategy#STICKY} goes by
 * @param canary null when there is none
 * @param rules the alias' own
 */
public record Routing(
        Strategy strategy,
        List<Candidate> candidates,
        Affinity sticky,
        @Nullable Canary canary,
        List<Rule> rules) {
    public Routing {
        candidates = List.copyOf(candidates);
        rules = List.copyOf(rules);
    }

    /** In this order, for every call. */
    public static Routing ordered(List<Target> targets) {
        return new Routing(
                Strategy.ORDERED, targets.stream().map(Candidate::new).toList(), Affinity.KEY, null, List.of());
    }

    /** Whether no call goes anywhere but to the targets themselves. */
    public boolean isPlain() {
        return canary == null
                && (rules.isEmpty() || rules.stream().noneMatch(rule -> rule.outcome() instanceof Rule.OtherTargets));
    }

    List<Target> targets() {
        return candidates.stream().map(Candidate::target).toList();
    }

    /** All targets that are written in it, those of its canary and its rules too. */
    public Stream<Candidate> written() {
        return Stream.of(
                        candidates.stream(),
                        canary == null ? Stream.<Candidate>of() : Stream.of(canary.candidate()),
                        rules.stream().flatMap(Routing::targets))
                .flatMap(all -> all);
    }

    static Stream<Candidate> targets(Rule rule) {
        return rule.outcome() instanceof Rule.OtherTargets others ? others.candidates().stream() : Stream.of();
    }

    /** All conditions that are written in it. */
    Stream<Condition> conditions() {
        return Stream.concat(written().map(Candidate::when), rules.stream().map(Rule::when));
    }
}
