package dev.mehari.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models that rules send calls on to. Looked at when all aliases are known: each must be there, and none lead back. */
final class Overridings {
    private final @Nullable Set<String> upstreams;
    private final List<Overriding> all = new ArrayList<>();

    private record Overriding(@Nullable String from, Value at, String to) {}

    /** @param upstreams names of upstreams; null when nobody knows them */
    Overridings(@Nullable Set<String> upstreams) {
        this.upstreams = upstreams;
    }

    /** @param from the alias whose rule it is, null for rules of any */
    Rule.@Nullable Outcome read(Value value, @Nullable String from) {
        String name = value.text();
        if (name == null) {
            return null;
        }
        if (name.contains("*")) {
            value.fault("\"model\" must be a name without \"*\"");
            return null;
        }
        all.add(new Overriding(from, value, name));
        return new Rule.OtherModel(name);
    }

    void check(Models models) {
        for (Overriding one : all) {
            String to = alias(models, one.to());
            if (to == null && !isTarget(one.to())) {
                List<String> near = models.nearest(one.to());
                one.at()
                        .fault("there is no model " + one.at().shown(one.to())
                                + (near.isEmpty() ? "" : ", did you mean " + Fault.either(near, "or") + "?"));
            } else if (to != null && one.from() != null && leads(models, to, one.from(), new HashSet<>())) {
                one.at()
                        .fault("model " + one.at().shown(one.to()) + " leads back to " + Fault.quote(one.from())
                                + ": calls would go round in a circle");
            }
        }
    }

    private boolean leads(Models models, String from, String to, Set<String> seen) {
        if (from.equals(to)) {
            return true;
        }
        return seen.add(from)
                && all.stream()
                        .filter(next -> from.equals(next.from()))
                        .map(next -> alias(models, next.to()))
                        .anyMatch(next -> next != null && leads(models, next, to, seen));
    }

    private @Nullable String alias(Models models, String name) {
        return !models.aliases().containsKey(name) && isTarget(name)
                ? null
                : models.find(name).map(Models.Alias::name).orElse(null);
    }

    private boolean isTarget(String name) {
        int slash = name.indexOf('/');
        return slash > 0
                && slash < name.length() - 1
                && (upstreams == null || upstreams.contains(name.substring(0, slash)));
    }
}
