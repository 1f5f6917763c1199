package dev.mehari.config;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Target;
import java.util.Set;

/** What the models of upstreams can be asked for. Immutable. */
public record CapabilityTable() {
    private static final Capabilities USUAL =
            new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 4096);

    /** What a target can be asked for; the usual where the table says nothing. */
    public Capabilities of(Target target) {
        return USUAL;
    }
}
