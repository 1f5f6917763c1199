package dev.mehari.model;

import dev.mehari.call.TargetStates;
import dev.mehari.config.Snapshot;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.ZoneOffset;

/** Steps that resolve, with nothing known of any target. */
final class Resolves {
    /** What every prompt counts. */
    static final long TOKENS = 1200;

    private Resolves() {}

    static Resolve of(Snapshot snapshot) {
        return of(snapshot, new Turns(), TargetStates.NONE);
    }

    static Resolve of(Snapshot snapshot, Turns turns, TargetStates states) {
        return new Resolve(snapshot, turns, states, (call, target) -> TOKENS, Clock.fixed(Samples.NOW, ZoneOffset.UTC));
    }
}
