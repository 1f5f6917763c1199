package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The one wait of a call for a time that an upstream named, or for which a target is left alone. Thread of the call. */
final class OneWait {
    /** Callers that were told the same time must not come back at the same moment. */
    private static final int SPREAD_MILLIS = 200;

    private final PoolStates health;
    private final TimeLeft time;
    private final Clock clock;

    OneWait(PoolStates health, TimeLeft time, Clock clock) {
        this.health = health;
        this.time = time;
        this.clock = clock;
    }

    /** Whether a call may spend its one wait on a target that is left alone for so long. */
    boolean may(Call call, Target target, Duration rest, Failover.Retry retry) {
        return !call.course().waited() && rest.compareTo(retry.maxWait()) <= 0 && time.inTime(call, target, rest);
    }

    /** What is left of the time that a target is left alone for; the other one where that is longer. */
    private Duration longer(Target target, Duration other, Instant now) {
        Rest rest = health.rest(target);
        Duration left = rest == null ? null : rest.left(now);
        return left == null || left.compareTo(other) < 0 ? other : left;
    }

    /**
     * With no target left: once in a call, the shortest time is waited for that an upstream named, or for which one is left
     * alone.
     *
     * @param untried targets that are left alone
     */
    boolean forOne(Call call, List<Target> untried, Failover.Retry retry) {
        if (call.course().waited()) {
            return false;
        }
        Instant now = clock.instant();
        Target soonest = null;
        Duration shortest = retry.maxWait();
        for (Attempt attempt : call.attempts()) {
            Refusal why = attempt.failure();
            // A limit of our own was waited for already.
            Duration left = why == null || Failures.stays(why.kind()) || why.kind() == ErrorKind.UPSTREAM_BUSY
                    ? null
                    : Failures.left(attempt, now).orElse(null);
            if (left == null) {
                continue;
            }
            left = longer(attempt.target(), left, now);
            if (left.compareTo(shortest) <= 0) {
                soonest = attempt.target();
                shortest = left;
            }
        }
        for (Target target : untried) {
            Rest rest = health.rest(target);
            Duration left = rest == null ? Duration.ZERO : rest.left(now);
            if (left != null && left.compareTo(shortest) <= 0) {
                soonest = target;
                shortest = left;
            }
        }
        if (soonest == null) {
            return false;
        }
        Duration pause = call.isExplained()
                ? shortest
                : shortest.plusMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
        if (!time.inTime(call, soonest, pause)) {
            return false;
        }
        call.course().again(soonest, pause);
        call.course().waitsOnce();
        return true;
    }
}
