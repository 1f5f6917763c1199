package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.config.Models;
import dev.mehari.config.Rule;
import dev.mehari.config.Rulebook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks through lists of rules for one name. Gathers what those say that decide nothing, and ends at the first that does. */
final class Applied {
    private final Call call;
    private final View view;
    private final boolean tags;
    private final Map<String, Integer> weights = new HashMap<>();

    /** @param tags whether the call gets the tags of rules that fit */
    Applied(Call call, View view, boolean tags) {
        this.call = call;
        this.view = view;
        this.tags = tags;
    }

    /** By upstream or by {@code upstream/model}. */
    Map<String, Integer> weights() {
        return weights;
    }

    /**
     * The rule that decides, null when none does. Those of the key come first, then those of its team, of the alias, and of
     * all calls.
     *
     * @param alias null when the name is nowhere
     * @param mayChoose whether rules may choose where the call goes; else they can only refuse it
     */
    @Nullable
    Rule first(Rulebook book, Models.@Nullable Alias alias, boolean mayChoose) {
        if (!book.isEmpty() && call.getCaller() != null) {
            Rule found =
                    in(book.ofKey(call.getCaller().keyId(), call.getCaller().name()), alias, mayChoose);
            found = found == null ? in(book.ofTeam(call.getCaller().team()), alias, mayChoose) : found;
            if (found != null) {
                return found;
            }
        }
        Rule own = alias == null ? null : in(alias.routing().rules(), alias, mayChoose);
        return own == null ? in(book.general(), alias, mayChoose) : own;
    }

    /** The rule of an alias that decides, null when none does. */
    @Nullable
    Rule first(Models.Alias alias) {
        return in(alias.routing().rules(), alias, true);
    }

    private @Nullable Rule in(List<Rule> rules, Models.@Nullable Alias alias, boolean mayChoose) {
        for (Rule rule : rules) {
            String failing = Conditions.failing(rule.when(), view);
            if (failing != null) {
                passedOver(rule, failing);
                continue;
            }
            Rule.Outcome outcome = rule.outcome();
            if (outcome instanceof Rule.OnlyUpstream only && (alias == null || !has(alias, only))) {
                passedOver(rule, "no target of upstream " + only.name());
                continue;
            }
            boolean decides = outcome instanceof Rule.Refuse || (outcome != null && mayChoose);
            if (outcome != null && !decides) {
                passedOver(rule, "the path names the upstream");
                continue;
            }
            weights.putAll(rule.weights());
            if (tags) {
                rule.tags().forEach(call.decision()::tag);
            }
            call.decision().note(Decision.Kind.RULE_APPLIED, rule.name(), said(rule));
            if (decides) {
                return rule;
            }
        }
        return null;
    }

    private void passedOver(Rule rule, String why) {
        call.decision().note(Decision.Kind.RULE_PASSED_OVER, rule.name(), why);
    }

    private static boolean has(Models.Alias alias, Rule.OnlyUpstream only) {
        return alias.routing().candidates().stream()
                .anyMatch(c -> c.target().upstream().equals(only.name()));
    }

    private static String said(Rule rule) {
        Rule.Outcome outcome = rule.outcome();
        String tagged = rule.tags().isEmpty() ? "" : "tags " + String.join(", ", rule.tags());
        String weighed = rule.weights().isEmpty() ? "" : "weights " + rule.weights();
        String decided = switch (outcome) {
            case null -> "";
            case Rule.OnlyUpstream only -> "only upstream " + only.name();
            case Rule.OtherTargets others ->
                "targets "
                        + String.join(
                                ", ",
                                others.candidates().stream()
                                        .map(c -> c.target().toString())
                                        .toList());
            case Rule.OtherModel model -> "model " + model.name();
            case Rule.Refuse refuse -> "refused";
        };
        return String.join(
                "; ",
                java.util.stream.Stream.of(decided, weighed, tagged)
                        .filter(text -> !text.isEmpty())
                        .toList());
    }
}
