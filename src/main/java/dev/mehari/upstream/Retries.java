package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/** The same target once more, after a backoff. Thread of the call. */
record Retries(TimeLeft time) {
    private static final double JITTER = 0.5;

    /** Puts the target at the head of the plan, if it may be tried once more and there is time for it. */
    boolean again(Call call, Target target, Failover.Retry retry) {
        int tries = 0;
        for (Attempt attempt : call.attempts()) {
            tries += attempt.sent() && attempt.target().equals(target) ? 1 : 0;
        }
        if (tries == 0 || tries >= retry.maxAttempts()) {
            return false;
        }
        // What is only explained is the middle of what would be drawn.
        Duration pause = Duration.ofMillis(backoff(retry, tries, call.isExplained() ? 0 : JITTER));
        if (!time.inTime(call, target, pause)) {
            return false;
        }
        call.course().again(target, pause);
        return true;
    }

    /** Milliseconds before the retry that follows so many attempts. */
    private static long backoff(Failover.Retry retry, int tries, double jitter) {
        long delay = retry.delay().toMillis();
        return delay < 1
                ? 0
                : IntervalFunction.ofExponentialRandomBackoff(
                                delay,
                                2,
                                jitter,
                                Math.max(delay, retry.maxDelay().toMillis()))
                        .apply(tries);
    }
}
