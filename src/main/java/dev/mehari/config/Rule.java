package dev.mehari.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the calls of which its conditions hold.
 *
 * @param name for people
 * @param outcome null for a rule that only weighs or tags: the next one is looked at then
 * @param weights by upstream, or by {@code upstream/model}, which stands above it
 * @param tags that such calls get
 */
public record Rule(
        String name, Condition when, @Nullable Outcome outcome, Map<String, Integer> weights, List<String> tags) {
    public Rule {
        weights = Map.copyOf(weights);
        tags = List.copyOf(tags);
    }

    /** What ends a list of rules. */
    public sealed interface Outcome {}

    /** Of the alias' targets, those of this upstream. */
    public record OnlyUpstream(String name) implements Outcome {}

    /** These targets in place of the alias' own, by its strategy. */
    public record OtherTargets(List<Candidate> candidates) implements Outcome {
        public OtherTargets {
            candidates = List.copyOf(candidates);
        }
    }

    /** As if the caller had used this name. */
    public record OtherModel(String name) implements Outcome {}

    /** The call ends with 403. */
    public record Refuse(String message) implements Outcome {}
}
