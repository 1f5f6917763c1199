package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Candidate;
import dev.mehari.config.Models;
import dev.mehari.config.Rule;
import dev.mehari.config.Rulebook;
import dev.mehari.config.Snapshot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules make of the name that a call asks for. */
final class ByRules {
    /** A valid configuration has no circle of rules; one that came in by another way must not run for ever. */
    private static final int MOST_OVERRIDES = 10;

    private final Snapshot snapshot;
    private final Rulebook book;

    ByRules(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.book = snapshot.models().rules();
    }

    /** What rules chose: {@code candidates} in place of the alias' own where they are not null. */
    record Chosen(
            Models.Alias alias,
            String model,
            @Nullable List<Candidate> candidates,
            boolean own,
            Map<String, Integer> weights) {}

    /**
     * What the rules make of a name.
     *
     * @param alias that the name is, null when it is nowhere
     * @param tags whether the call gets the tags of rules that fit
     * @throws Refusal when a rule refuses the call, or there is no such model
     */
    Chosen of(Call call, View view, String model, Models.@Nullable Alias alias, boolean tags) {
        if (alias != null && book.isEmpty() && alias.routing().rules().isEmpty()) {
            return new Chosen(alias, model, null, true, Map.of());
        }
        Applied applied = new Applied(call, view, tags);
        view.of(model, alias == null ? null : alias.name(), alias == null ? null : first(alias, model));
        Rule rule = applied.first(book, alias, true);
        boolean own = alias != null && rule != null && alias.routing().rules().contains(rule);
        Models.Alias at = alias;
        String name = model;
        for (int overrides = 0; rule != null && rule.outcome() instanceof Rule.OtherModel other; overrides++) {
            if (overrides == MOST_OVERRIDES) {
                throw new Refusal(
                        ErrorKind.INTERNAL_ERROR, "the rules send \"" + other.name() + "\" from model to model");
            }
            name = other.name();
            at = Names.find(snapshot, name);
            if (at == null) {
                throw new Refusal(ErrorKind.INTERNAL_ERROR, "the rule \"" + rule.name() + "\" names no model");
            }
            call.decision().note(Kind.ALIAS, at.name(), "a rule puts it in place of \"" + Names.shown(model) + "\"");
            view.of(name, at.name(), first(at, name));
            rule = applied.first(at);
            own = true;
        }
        refuse(rule);
        Rule.Outcome outcome = rule == null ? null : rule.outcome();
        if (outcome instanceof Rule.OtherTargets others) {
            Models.Alias led = at == null ? new Models.Alias(name, List.of(first(others, name))) : at;
            return new Chosen(led, name, others.candidates(), own, applied.weights());
        }
        if (at == null) {
            throw Unknown.model(snapshot, model, call.getCaller());
        }
        List<Candidate> left = outcome instanceof Rule.OnlyUpstream only
                ? at.routing().candidates().stream()
                        .filter(c -> c.target().upstream().equals(only.name()))
                        .toList()
                : null;
        return new Chosen(at, name, left, true, applied.weights());
    }

    /** Lets rules look at a call whose upstream is settled: they can refuse it, and give it tags. */
    void refusals(Call call, View view, String model, Target target) {
        if (!book.isEmpty()) {
            view.of(model, null, target);
            refuse(new Applied(call, view, true).first(book, null, false));
        }
    }

    private static Target first(Models.Alias alias, String model) {
        return alias.routing().candidates().getFirst().named(model);
    }

    private static Target first(Rule.OtherTargets others, String model) {
        return others.candidates().getFirst().named(model);
    }

    private static void refuse(@Nullable Rule rule) {
        if (rule != null && rule.outcome() instanceof Rule.Refuse refuse) {
            throw new Refusal(ErrorKind.REFUSED_BY_RULE, refuse.message());
        }
    }
}
