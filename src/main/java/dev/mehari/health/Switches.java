package dev.mehari.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody did by hand: it stays so until somebody does otherwise. Any thread. */
final class Switches {
    private volatile Map<Subject, Switch> known = Map.of();
    private volatile boolean none = true;

    /** Why nothing is sent to, or with, a subject; null when it is not switched off. */
    @Nullable
    Rest rest(Subject subject) {
        Switch found = none ? null : known.get(subject);
        return found == null || !found.off()
                ? null
                : new Rest(Rest.Cause.DISABLED, null, subject + " is switched off by an operator");
    }

    /** Whether nothing at all is switched off. */
    boolean none() {
        return none;
    }

    @Nullable
    Switch of(Subject subject) {
        return known.get(subject);
    }

    List<Switch> all() {
        return List.copyOf(known.values());
    }

    /** @return what was known before, null when nothing was */
    synchronized @Nullable Switch put(Switch now) {
        Map<Subject, Switch> next = new HashMap<>(known);
        Switch before = next.put(now.subject(), now);
        none = next.values().stream().noneMatch(Switch::off);
        known = Map.copyOf(next);
        return before;
    }
}
