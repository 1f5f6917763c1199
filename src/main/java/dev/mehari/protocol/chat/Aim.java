package dev.mehari.protocol.chat;

import dev.mehari.call.Capabilities;
import dev.mehari.call.Quirk;
import java.util.Set;

/**
 * Whom a request is written for.
 *
 * @param model the upstream's name of the model
 */
public record Aim(String model, Capabilities capabilities, Set<Quirk> quirks) {
    public Aim {
        quirks = Set.copyOf(quirks);
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
