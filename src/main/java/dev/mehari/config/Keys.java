package dev.mehari.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys a mapping may have.
 *
 * @param keys those that do something
 * @param later those that are promised: answered as such, since a key without effect is worse than a fault
 * @param elsewhere those that people look for here, and where they stand instead
 */
record Keys(List<Key> keys, List<String> later, Map<String, String> elsewhere) {
    /** What other gateways call it, and where it stands here. */
    private static final Map<String, String> FOREIGN = Map.of(
            "load_balance", "here it is \"strategy\"",
            "load_balancing", "here it is \"strategy\"",
            "matching_rules", "here it is \"rules\"",
            "default_route", "here it is an alias called \"*\"",
            "rate_limit", "here rate limits stand in limits.yaml, which is not part of this version yet",
            "fallback", "here the further entries of \"targets\" are the fallback");

    static Keys of(Key... keys) {
        return new Keys(List.of(keys), List.of(), FOREIGN);
    }

    /** Names of those that do something. */
    List<String> now() {
        return keys.stream().map(Key::name).toList();
    }

    /** What may stand at a key that there is. */
    Shape shape(String name) {
        return keys.stream()
                .filter(k -> k.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name))
                .shape();
    }

    Keys later(String... names) {
        return new Keys(keys, List.of(names), elsewhere);
    }

    /** Answers {@code names} with {@code where} they belong. */
    Keys elsewhere(String where, String... names) {
        Map<String, String> more = new HashMap<>(elsewhere);
        Stream.of(names).forEach(name -> more.put(name, where));
        return new Keys(keys, later, Map.copyOf(more));
    }

    /** The name that was probably meant by a key that is neither; empty when none is near. */
    List<String> meant(String key) {
        List<String> names = Stream.of(now(), later, elsewhere.keySet())
                .flatMap(c -> c.stream())
                .toList();
        return Nearest.of(key, names, 1);
    }

    /** What to say about a key that is neither. */
    String unknown(String key) {
        List<String> now = now();
        List<String> near = meant(key);
        String message = "unknown key " + Fault.quote(key);
        if (near.isEmpty()) {
            return message + ", the keys here are " + Fault.either(now, "and");
        }
        String name = near.getFirst();
        String hint = elsewhere.get(name);
        if (name.equals(key)) {
            return message + ", " + hint;
        }
        return message + ", did you mean " + Fault.quote(name) + "?" + (hint == null ? "" : " (" + hint + ")");
    }
}
