package dev.mehari.config;

import dev.mehari.call.Defaults;
import dev.mehari.call.ThinkingShown;

/**
 * How an alias has its calls brought to upstreams and their answers back.
 *
 * @param thinking where thinking stands in an answer whose protocol leaves that open
 * @param refusesLosses whether a call is refused of which something cannot be said to its upstream
 * @param defaults settings where the caller set none; they stand above those of the upstream
 */
public record Manner(ThinkingShown thinking, boolean refusesLosses, Defaults defaults) {
    public static final Manner USUAL = new Manner(ThinkingShown.FIELD, false, Defaults.NONE);
}
