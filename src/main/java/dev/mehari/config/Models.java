package dev.mehari.config;

import dev.mehari.call.Caller;
import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names callers may use.
 *
 * @param aliases by name, in file order; a name that ends in {@code *} matches what begins so
 * @param defaultModel for calls that name none, null when they are to be refused
 * @param rules those that belong to no alias
 */
public record Models(Map<String, Alias> aliases, @Nullable String defaultModel, Rulebook rules) {
    public Models {
        aliases = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(aliases));
    }

    /** Without rules beside those of aliases. */
    public Models(Map<String, Alias> aliases, @Nullable String defaultModel) {
        this(aliases, defaultModel, Rulebook.EMPTY);
    }

    /**
     * A name and where it leads.
     *
     * @param routing at least one target, and how one is chosen
     * @param patience timers that this alias has of its own
     */
    public record Alias(String name, Routing routing, Patience patience, Manner manner, Tries tries) {
        /** These targets in this order, with the timers of their upstreams. */
        public Alias(String name, List<Target> targets) {
            this(name, Routing.ordered(targets), Patience.NONE, Manner.USUAL, Tries.USUAL);
        }

        /** In the order of the file; a model {@code *} stands for the name the caller used. */
        public List<Target> targets() {
            return routing.targets();
        }

        public boolean wildcard() {
            return name.endsWith("*");
        }

        /** Whether it is a wildcard and the name begins as it says. */
        private boolean begins(String model) {
            return wildcard() && model.regionMatches(0, name, 0, name.length() - 1);
        }

        /** All that is written in it: its targets, those of its rules, and where a call goes that is too long for them. */
        public List<Target> writtenFor(String model) {
            List<Target> written = new ArrayList<>();
            routing.written()
                    .map(candidate -> candidate.named(model))
                    .distinct()
                    .forEach(written::add);
            Target longer = tries.onContextLength();
            if (longer != null && !written.contains(longer)) {
                written.add(longer);
            }
            return written;
        }

        /** Whether no call goes anywhere but to its targets. */
        public boolean isPlain() {
            return routing.isPlain() && tries.onContextLength() == null;
        }

        /** The targets with wildcards replaced by the caller's name. */
        public List<Target> targetsFor(String model) {
            return routing.candidates().stream().map(c -> c.named(model)).toList();
        }
    }

    /** How calls of an alias are brought to upstreams; the usual for what is none, such as {@code upstream/model}. */
    public Manner manner(@Nullable String alias) {
        Alias named = alias == null ? null : aliases.get(alias);
        return named == null ? Manner.USUAL : named.manner();
    }

    /** What calls of an alias try beside its targets; nothing for what is none, such as {@code upstream/model}. */
    public Tries tries(@Nullable String alias) {
        Alias named = alias == null ? null : aliases.get(alias);
        return named == null ? Tries.USUAL : named.tries();
    }

    /** The alias for a name: an exact one, else the wildcard with the longest prefix. */
    public Optional<Alias> find(String model) {
        Alias exact = aliases.get(model);
        if (exact != null && !exact.wildcard()) {
            return Optional.of(exact);
        }
        Alias longest = null;
        for (Alias alias : aliases.values()) {
            if (alias.begins(model)
                    && (longest == null
                            || alias.name().length() > longest.name().length())) {
                longest = alias;
            }
        }
        return Optional.ofNullable(longest);
    }

    /** Whether a key may use this model of this upstream: its list names it, or a name by which a call gets there. */
    public boolean allows(Caller caller, Target target) {
        return caller.mayUse(target)
                || caller.allowedModels().stream()
                        .anyMatch(name -> leads(name, target.model()).contains(target));
    }

    /** Whether a key may use any model of this upstream. */
    public boolean allows(Caller caller, String upstream) {
        return caller.allowedModels().isEmpty()
                || caller.allowedModels().stream()
                        .anyMatch(name -> name.startsWith(upstream + "/")
                                || leads(name, name).stream()
                                        .anyMatch(t -> t.upstream().equals(upstream)));
    }

    /** Where a name of a key's list leads: an alias, one that ends in {@code *} with any name it fits, or such a name. */
    private List<Target> leads(String name, String model) {
        Alias alias = aliases.get(name);
        if (alias != null && alias.wildcard()) {
            boolean fits = name.equals(model) || model.startsWith(name.substring(0, name.length() - 1));
            return fits ? alias.targetsFor(model) : List.of();
        }
        if (alias == null && name.indexOf('/') > 0) {
            // A target: it stands for itself.
            return List.of();
        }
        return find(name).map(a -> a.targetsFor(name)).orElse(List.of());
    }

    /** The places in requests that conditions look at, as {@code messages[0].role}. */
    public Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        Stream<Condition> aliased =
                aliases.values().stream().flatMap(alias -> alias.routing().conditions());
        Stream<Condition> general = rules.all()
                .flatMap(rule -> Stream.concat(
                        Stream.of(rule.when()), Routing.targets(rule).map(Candidate::when)));
        Stream.concat(aliased, general)
                .forEach(condition -> condition.tests(test -> {
                    if (test.field() instanceof Field.Body body) {
                        paths.add(body.path());
                    }
                }));
        return paths;
    }

    /** Names worth offering when {@code model} matches nothing: the nearest first, three at the most. */
    public List<String> nearest(String model) {
        return Nearest.of(model, new ArrayList<>(aliases.keySet()), 3);
    }
}
