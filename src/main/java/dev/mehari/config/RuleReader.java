package dev.mehari.config;

import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of rules. What they say of other aliases is kept for {@link Overridings}. */
final class RuleReader {
    private static final List<String> OUTCOMES = List.of("upstream", "model", "targets", "refuse");
    private static final List<String> ACTIONS =
            List.of("upstream", "model", "targets", "refuse", "weight", "weights", "tags");

    private final ConditionReader conditions;
    private final TargetReader targets;
    private final Overridings overridings;

    RuleReader(ConditionReader conditions, TargetReader targets, Overridings overridings) {
        this.conditions = conditions;
        this.targets = targets;
        this.overridings = overridings;
    }

    /**
     * A list of rules.
     *
     * @param alias whose they are, null for rules of any alias
     * @param own its targets
     * @param weighed whether weights mean anything there
     */
    List<Rule> read(@Nullable Value value, @Nullable String alias, List<Candidate> own, boolean weighed) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Value item : value == null ? List.<Value>of() : value.items()) {
            Table table = item.table().strict(RuleKeys.RULE);
            Value named = table.require("name");
            String name = named == null ? null : named.text();
            if (named != null && name != null && !names.add(name)) {
                named.fault("there is another rule " + named.shown(name) + " in this list");
            }
            rules.add(rule(item, table, name == null ? "" : name, new Place(alias, own, weighed)));
        }
        return rules;
    }

    private record Place(@Nullable String alias, List<Candidate> own, boolean weighed) {
        boolean has(String upstream) {
            return alias == null
                    || own.stream().anyMatch(c -> c.target().upstream().equals(upstream));
        }

        boolean has(Target target) {
            return alias == null || own.stream().anyMatch(c -> c.target().equals(target));
        }
    }

    private Rule rule(Value item, Table table, String name, Place place) {
        if (table.entries().keySet().stream().noneMatch(ACTIONS::contains)) {
            item.fault("rule " + Fault.quote(name) + " does nothing: it needs one of " + Fault.either(ACTIONS, "or"));
        }
        Condition when = conditions.read(table.get("conditions"));
        Map<String, Integer> weights = new LinkedHashMap<>();
        Rule.Outcome outcome = outcome(item, table, place, weights);
        weights(table.get("weights"), place, weights);
        Value weight = table.get("weight") == null ? table.get("weights") : table.get("weight");
        if (weight != null && !place.weighed()) {
            weight.fault("weights change nothing under this strategy, use \"weighted\"");
        }
        List<String> tags = new ArrayList<>();
        for (Value tag : table.items("tags")) {
            String text = tag.text();
            if (text != null && !text.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")) {
                tag.fault("a tag is of letters, digits and \"._:-\", 64 at the most, not " + tag.shown(text));
            }
            tags.add(text == null ? "" : text);
        }
        return new Rule(name, when, outcome, weights, tags);
    }

    private Rule.@Nullable Outcome outcome(Value item, Table table, Place place, Map<String, Integer> weights) {
        Value upstream = table.get("upstream");
        Value model = table.get("model");
        Value weight = table.get("weight");
        List<String> given =
                OUTCOMES.stream().filter(table.entries()::containsKey).toList();
        if (given.size() > 1 && !given.equals(List.of("upstream", "model"))) {
            item.fault("a rule decides one thing, not " + Fault.either(given, "and"));
            return null;
        }
        String only = upstream == null ? null : upstream.text();
        if (weight != null) {
            if (upstream == null || given.size() > 1) {
                weight.fault("\"weight\" is that of the targets of \"upstream\", alone; others stand in \"weights\"");
            }
            weigh(upstream, only, place, weights, table.integer("weight", 1));
            return null;
        }
        if (upstream != null && only != null && targets.upstream(upstream, only)) {
            if (model != null) {
                String name = model.text();
                Target target = name == null ? null : targets.target(model, only + "/" + name, true);
                return target == null ? null : new Rule.OtherTargets(List.of(new Candidate(target)));
            }
            own(upstream, only, place);
            return new Rule.OnlyUpstream(only);
        }
        if (model != null) {
            return upstream == null ? overridings.read(model, place.alias()) : null;
        }
        if (table.get("targets") != null) {
            return new Rule.OtherTargets(
                    targets.read(table.get("targets"), true, place.weighed(), "under this strategy, use \"weighted\""));
        }
        Value refuse = table.get("refuse");
        String message = refuse == null ? null : refuse.text();
        return message == null ? null : new Rule.Refuse(message);
    }

    private static void own(Value value, String upstream, Place place) {
        if (!place.has(upstream)) {
            value.fault("this alias has no target of " + value.shown(upstream));
        }
    }

    private void weights(@Nullable Value value, Place place, Map<String, Integer> weights) {
        if (value == null) {
            return;
        }
        value.table().entries().forEach((name, weight) -> {
            Integer number = weight.integer(RuleKeys.WEIGHT.least(), RuleKeys.WEIGHT.most());
            if (name.indexOf('/') < 0) {
                weigh(weight, name, place, weights, number == null ? 1 : number);
                return;
            }
            Target target = targets.target(weight, name, true);
            if (target != null && !place.has(target)) {
                weight.fault(weight.keyLine(), "this alias has no target " + Fault.quote(name));
            }
            weights.put(name, number == null ? 1 : number);
        });
    }

    private void weigh(
            @Nullable Value value, @Nullable String upstream, Place place, Map<String, Integer> weights, int weight) {
        if (value != null && upstream != null && targets.upstream(value, upstream)) {
            own(value, upstream, place);
            weights.put(upstream, weight);
        }
    }
}
