package dev.mehari.protocol.chat;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is written for.
 *
 * @param model the upstream's name of the model
 */
public record Aim(String model, Capabilities capabilities, Set<Quirk> quirks) {
    public Aim {
        quirks = Set.copyOf(quirks);
    }

    /** Whether temperature and its like are taken: some models refuse them only where they think. */
    public boolean samples(@Nullable Given<Reasoning> asked) {
        return capabilities.sampling()
                || (asked != null
                        && asked.value().off()
                        && capabilities.effort().contains(Effort.NONE.id()));
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
