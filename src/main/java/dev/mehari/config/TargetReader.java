package dev.mehari.config;

import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads targets, alone or with their weight, priority and condition. */
final class TargetReader {
    private final @Nullable Set<String> upstreams;
    private final ConditionReader conditions;

    /** @param upstreams names that targets may use; null when nobody knows them */
    TargetReader(@Nullable Set<String> upstreams, ConditionReader conditions) {
        this.upstreams = upstreams;
        this.conditions = conditions;
    }

    /**
     * A list of targets.
     *
     * @param wildcard whether {@code *} may be the model
     * @param weighed whether a weight means anything there
     * @param elsewhere what to say about a weight where it does not
     */
    List<Candidate> read(@Nullable Value value, boolean wildcard, boolean weighed, String elsewhere) {
        List<Candidate> candidates = new ArrayList<>();
        if (value == null) {
            return candidates;
        }
        List<Value> items = value.items();
        if (items.isEmpty() && value.isList()) {
            value.fault(value.label() + " needs at least one target");
        }
        int ranked = 0;
        for (Value item : items) {
            Table table = item.isScalar() ? null : item.table().strict(RuleKeys.TARGET);
            Candidate candidate = table == null ? plain(item, wildcard) : candidate(table, wildcard);
            if (candidate != null) {
                candidates.add(candidate);
            }
            ranked += table != null && table.get("priority") != null ? 1 : 0;
            Value weight = table == null ? null : table.get("weight");
            if (weight != null && candidate != null && !weighed && candidate.weight() != 1) {
                weight.fault("\"weight\" changes nothing " + elsewhere);
            }
        }
        if (ranked > 0 && ranked < items.size()) {
            value.fault("\"priority\" stands at some of these targets: the others need one too");
        }
        return candidates;
    }

    private @Nullable Candidate plain(Value item, boolean wildcard) {
        Target target = target(item, item.text(), wildcard);
        return target == null ? null : new Candidate(target);
    }

    private @Nullable Candidate candidate(Table table, boolean wildcard) {
        Value named = table.require("target");
        int weight = table.integer("weight", 1);
        int priority = table.integer("priority", 1);
        Condition when = conditions.read(table.get("when"));
        Target target = named == null ? null : target(named, named.text(), wildcard);
        return target == null ? null : new Candidate(target, weight, priority, when);
    }

    /** Null after a fault. */
    @Nullable
    Target target(Value value, @Nullable String text, boolean wildcard) {
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1 || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            value.fault("a target is \"upstream/model\", not " + value.shown(text));
            return null;
        }
        Target target = Target.of(text);
        upstream(value, target.upstream());
        if (target.upstream().contains("*")) {
            return target;
        }
        if (target.model().contains("*")) {
            if (!target.model().equals("*")) {
                value.fault("target " + value.shown(text) + " can have \"*\" only as its whole model");
            } else if (!wildcard) {
                value.fault("target " + value.shown(text) + " can have \"*\" only under an alias that ends in \"*\"");
            }
        }
        return target;
    }

    /** Whether there is such an upstream; a fault if it is known that there is none. */
    boolean upstream(Value value, String name) {
        ModelsReader.checkUpstream(value, name, upstreams);
        return upstreams == null || upstreams.contains(name);
    }
}
