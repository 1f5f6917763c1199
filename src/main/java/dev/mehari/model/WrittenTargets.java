package dev.mehari.model;

import dev.mehari.call.Target;
import dev.mehari.config.Nearest;
import dev.mehari.config.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a target that a route writes must be, known before a call comes. Any thread. */
public record WrittenTargets(Snapshot snapshot) {
    /** Why this is no target, on one line; null when it is one. */
    public @Nullable String fault(String text) {
        String upstream;
        try {
            upstream = Target.of(text).upstream();
        } catch (IllegalArgumentException e) {
            return "a target is \"upstream/model\", not \"" + text + "\"";
        }
        if (snapshot.upstreams().containsKey(upstream)) {
            return null;
        }
        List<String> near =
                Nearest.of(upstream, List.copyOf(snapshot.upstreams().keySet()), 1);
        return "unknown upstream \"" + upstream + "\""
                + (near.isEmpty() ? "" : ", did you mean \"" + near.getFirst() + "\"?");
    }
}
