package dev.mehari.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How one of several targets is chosen. The others stay behind it, for when it fails. */
public enum Strategy {
    /** As they are written. */
    ORDERED,
    /** In turn. */
    ROUND_ROBIN,
    /** In turn, each as often as its weight says. */
    WEIGHTED,
    /** By their priorities alone. */
    PRIORITY,
    /** The one with the fewest attempts under way. */
    LEAST_BUSY,
    /** The quicker of two, by their latest answers and what they have to do. */
    LOWEST_LATENCY,
    /** The one with the lowest list price. */
    LOWEST_COST,
    /** The same one for the same key, conversation or header. */
    STICKY;

    /** The word for it in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Strategy::id).toList();
    }

    static Strategy of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether weights mean anything to it. */
    boolean weighs() {
        return this == WEIGHTED || this == STICKY;
    }
}
