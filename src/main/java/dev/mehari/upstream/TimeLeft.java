package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Target;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import java.time.Duration;

/** How long a call may be waited for: by its upstream, and in its place by its alias. Any thread. */
record TimeLeft(Snapshot snapshot) {
    /** The timers of an attempt: the upstream's, and in their place those of the call's alias. */
    Timeouts timeouts(Call call, Upstream upstream) {
        String alias = call.getAlias();
        Models.Alias named = alias == null ? null : snapshot.models().aliases().get(alias);
        return named == null ? upstream.timeouts() : named.patience().over(upstream.timeouts());
    }

    /** Whether the call would have time left for an attempt after a pause. */
    boolean inTime(Call call, Target target, Duration pause) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        return upstream == null
                || PhaseTimer.deadline(call, timeouts(call, upstream)) - System.nanoTime() > pause.toNanos();
    }
}
