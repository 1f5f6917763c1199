package dev.mehari.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects faults, so that one look at the configuration names them all. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();

    void add(String file, int line, String message) {
        found.add(new Fault(file, line, message));
    }

    boolean any() {
        return !found.isEmpty();
    }

    /** By file and line. */
    List<Fault> inOrder() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Fault::file).thenComparingInt(Fault::line))
                .toList();
    }

    /** @throws ConfigException when there is one */
    void throwIfAny() {
        if (any()) {
            throw new ConfigException(inOrder());
        }
    }
}
