package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.config.Failover.Then;
import dev.mehari.config.Models;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.config.Upstream.Timeouts;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt: the table of {@code failover.yaml} under one budget of attempts and one deadline. It
 * keeps nothing: what was tried stands in the attempts of the call.
 */
final class Sequel {
    private static final double JITTER = 0.5;

    /** Callers that were told the same time must not come back at the same moment. */
    private static final int SPREAD_MILLIS = 200;

    private final Snapshot snapshot;
    private final Failover table;
    private final IntervalFunction backoff;
    private final Clock clock;

    Sequel(Snapshot snapshot, Clock clock) {
        this.snapshot = snapshot;
        this.table = snapshot.failover();
        this.clock = clock;
        Failover.Retry retry = table.retry();
        long delay = retry.delay().toMillis();
        this.backoff = delay < 1
                ? tries -> 0L
                : IntervalFunction.ofExponentialRandomBackoff(
                        delay, 2, JITTER, Math.max(delay, retry.maxDelay().toMillis()));
    }

    /** Changes the plan of a call whose attempt at {@code target} just failed, and says how. */
    Next decide(Call call, Target target, Refusal why) {
        if (call.isCancelled()) {
            return end(call, Next.CALLER_LEFT);
        }
        Then then = then(why.kind());
        if (then == Then.ANSWER) {
            return end(call, why.kind() == ErrorKind.NOT_READY ? Next.GATEWAY : Next.CALLERS_MISTAKE);
        }
        if (!repeatable(call, why.kind())) {
            return end(call, Next.NOT_REPEATABLE);
        }
        if (sent(call) >= table.maxAttempts()) {
            return end(call, Next.ATTEMPTS_SPENT);
        }
        if (then == Then.RETRY && why.retryAfter() == null && again(call, target)) {
            return Next.RETRY;
        }
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (ofCredential(why.kind())
                && upstream != null
                && Credentials.untried(call, upstream)
                && inTime(call, target, Duration.ZERO)) {
            call.again(target, Duration.ZERO);
            return Next.NEXT_CREDENTIAL;
        }
        List<Target> left = call.getPlan();
        call.plan(left.stream().filter(t -> inTime(call, t, Duration.ZERO)).toList());
        if (!call.getPlan().isEmpty()) {
            return Next.NEXT_TARGET;
        }
        if (waitForOne(call)) {
            return Next.WAIT;
        }
        return left.isEmpty() && inTime(call, target, Duration.ZERO) ? Next.NO_TARGET_LEFT : Next.DEADLINE;
    }

    /** The timers of an attempt: the upstream's, and in their place those of the call's alias. */
    Timeouts timeouts(Call call, Upstream upstream) {
        String alias = call.getAlias();
        Models.Alias named = alias == null ? null : snapshot.models().aliases().get(alias);
        return named == null ? upstream.timeouts() : named.patience().over(upstream.timeouts());
    }

    /** Whether waiting longer than the gateway did would have helped: then a client may well come back by itself. */
    boolean worthComingBack(@Nullable Refusal why) {
        Duration named = why == null ? null : why.retryAfter();
        return named != null && named.compareTo(table.retry().maxWait()) > 0;
    }

    private static Next end(Call call, Next next) {
        call.plan(List.of());
        return next;
    }

    private Then then(ErrorKind kind) {
        return switch (kind) {
            case CLIENT_CANCELLED, NOT_READY -> Then.ANSWER;
            case PROTOCOL_NOT_SUPPORTED, INTERNAL_ERROR -> Then.NEXT;
            default -> table.then(kind);
        };
    }

    /**
     * Whether the request of a failed attempt may be sent once more. What we do not know may do something, and must not do
     * it twice: it is repeated when nothing of it was sent, when HTTP promises that twice is as good as once, or when the
     * upstream said that it did nothing.
     */
    private static boolean repeatable(Call call, ErrorKind why) {
        Passthrough asked = call.passthrough();
        Attempt last = call.lastAttempt();
        if (asked == null || last == null) {
            return true;
        }
        boolean undone = !last.hasBegun() || (last.status() > 0 && ofCredential(why));
        return asked.body().isWhole() && (undone || asked.isIdempotent());
    }

    /** What another credential of the same upstream may make good. */
    private static boolean ofCredential(ErrorKind kind) {
        return switch (kind) {
            case UPSTREAM_RATE_LIMITED, INSUFFICIENT_QUOTA, UPSTREAM_AUTH_FAILED, UPSTREAM_MODEL_NOT_FOUND -> true;
            default -> false;
        };
    }

    private boolean again(Call call, Target target) {
        int tries = 0;
        for (Attempt attempt : call.attempts()) {
            tries += attempt.sent() && attempt.target().equals(target) ? 1 : 0;
        }
        if (tries == 0 || tries >= table.retry().maxAttempts()) {
            return false;
        }
        Duration pause = Duration.ofMillis(backoff.apply(tries));
        if (!inTime(call, target, pause)) {
            return false;
        }
        call.again(target, pause);
        return true;
    }

    /** With no target left: once in a call, the shortest time that an upstream named is waited for. */
    private boolean waitForOne(Call call) {
        if (call.waited()) {
            return false;
        }
        Instant now = clock.instant();
        Attempt soonest = null;
        Duration shortest = table.retry().maxWait();
        for (Attempt attempt : call.attempts()) {
            Refusal why = attempt.failure();
            Duration left = why == null || Failures.stays(why.kind())
                    ? null
                    : Failures.left(attempt, now).orElse(null);
            if (left != null && left.compareTo(shortest) <= 0) {
                soonest = attempt;
                shortest = left;
            }
        }
        if (soonest == null) {
            return false;
        }
        Duration pause = shortest.plusMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
        if (!inTime(call, soonest.target(), pause)) {
            return false;
        }
        call.again(soonest.target(), pause);
        call.waitsOnce();
        return true;
    }

    private boolean inTime(Call call, Target target, Duration pause) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        return upstream == null
                || PhaseTimer.deadline(call, timeouts(call, upstream)) - System.nanoTime() > pause.toNanos();
    }

    private static int sent(Call call) {
        return Math.toIntExact(call.attempts().stream().filter(Attempt::sent).count());
    }
}
