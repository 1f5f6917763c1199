package dev.mehari.config;

import dev.mehari.call.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names callers may use.
 *
 * @param aliases by name, in file order; a name that ends in {@code *} matches what begins so
 * @param defaultModel for calls that name none, null when they are to be refused
 */
public record Models(Map<String, Alias> aliases, @Nullable String defaultModel) {
    public Models {
        aliases = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(aliases));
    }

    /**
     * A name and where it leads.
     *
     * @param targets in order of preference, at least one; a model {@code *} stands for the name the caller used
     * @param patience timers that this alias has of its own
     */
    public record Alias(String name, List<Target> targets, Patience patience, Manner manner) {
        public Alias {
            targets = List.copyOf(targets);
        }

        /** With the timers of its upstreams. */
        public Alias(String name, List<Target> targets) {
            this(name, targets, Patience.NONE, Manner.USUAL);
        }

        public boolean wildcard() {
            return name.endsWith("*");
        }

        /** Whether it is a wildcard and the name begins as it says. */
        private boolean begins(String model) {
            return wildcard() && model.regionMatches(0, name, 0, name.length() - 1);
        }

        /** The targets with wildcards replaced by the caller's name. */
        public List<Target> targetsFor(String model) {
            List<Target> named = new ArrayList<>(targets);
            named.replaceAll(t -> t.model().equals("*") ? new Target(t.upstream(), model) : t);
            return named;
        }
    }

    /** How calls of an alias are brought to upstreams; the usual for what is none, such as {@code upstream/model}. */
    public Manner manner(@Nullable String alias) {
        Alias named = alias == null ? null : aliases.get(alias);
        return named == null ? Manner.USUAL : named.manner();
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

    /** Names worth offering when {@code model} matches nothing: the nearest first, three at the most. */
    public List<String> nearest(String model) {
        return Nearest.of(model, new ArrayList<>(aliases.keySet()), 3);
    }
}
