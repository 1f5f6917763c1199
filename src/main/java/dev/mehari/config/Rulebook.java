package dev.mehari.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that do not belong to an alias.
 *
 * @param keys of a virtual key, by its id or its name
 * @param teams by the team's name
 * @param general those of all calls, looked at last
 */
public record Rulebook(Map<String, List<Rule>> keys, Map<String, List<Rule>> teams, List<Rule> general) {
    public static final Rulebook EMPTY = new Rulebook(Map.of(), Map.of(), List.of());

    public Rulebook {
        keys = Map.copyOf(keys);
        teams = Map.copyOf(teams);
        general = List.copyOf(general);
    }

    public boolean isEmpty() {
        return keys.isEmpty() && teams.isEmpty() && general.isEmpty();
    }

    /** The rules of a key: those under its id, then those under its name, which several keys may have. */
    public List<Rule> ofKey(String id, String name) {
        List<Rule> byId = keys.getOrDefault(id, List.of());
        List<Rule> byName = id.equals(name) ? List.of() : keys.getOrDefault(name, List.of());
        return byId.isEmpty()
                ? byName
                : byName.isEmpty()
                        ? byId
                        : Stream.concat(byId.stream(), byName.stream()).toList();
    }

    public List<Rule> ofTeam(@Nullable String name) {
        return name == null ? List.of() : teams.getOrDefault(name, List.of());
    }

    /** All of them. */
    Stream<Rule> all() {
        return Stream.of(keys.values().stream(), teams.values().stream(), Stream.of(general))
                .flatMap(lists -> lists)
                .flatMap(List::stream);
    }
}
