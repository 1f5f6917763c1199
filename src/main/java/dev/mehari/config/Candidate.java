package dev.mehari.config;

import dev.mehari.call.Target;

/**
 * A target that calls may go to, as it is written.
 *
 * @param target a model {@code *} stands for the name the caller used
 * @param weight its share, from 0; a target of weight 0 is only a fallback
 * @param priority those of a lower number come first
 * @param when what must hold of a call that goes there
 */
public record Candidate(Target target, int weight, int priority, Condition when) {
    /** Of the usual weight and priority, for every call. */
    public Candidate(Target target) {
        this(target, 1, 1, Condition.All.NONE);
    }

    /** The target of a call whose caller used this name. */
    public Target named(String model) {
        return target.model().equals(Target.ANY) ? new Target(target.upstream(), model) : target;
    }
}
