package dev.mehari.model;

import dev.mehari.call.Call;
import dev.mehari.call.Target;

/** Counts what a call says, for rules that ask. Any thread. */
@FunctionalInterface
public interface InputTokens {
    /**
     * Tokens of the request as they are for a target's model; an estimate where its vendor tells nobody how it counts.
     * Not negative.
     */
    long of(Call call, Target target);
}
