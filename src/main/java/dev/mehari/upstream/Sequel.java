package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Passthrough;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.config.Failover.Then;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt: the table of {@code failover.yaml} under one budget of attempts and one deadline. It
 * keeps nothing: what was tried stands in the attempts of the call.
 */
final class Sequel {
    private final Snapshot snapshot;
    private final PoolStates health;
    private final Credentials credentials;
    private final Allowed allowed;
    private final TimeLeft time;
    private final OneWait wait;
    private final Retries retries;

    Sequel(Snapshot snapshot, PoolStates health, Credentials credentials, Clock clock) {
        this.snapshot = snapshot;
        this.health = health;
        this.credentials = credentials;
        this.allowed = new Allowed(snapshot.models());
        this.time = new TimeLeft(snapshot);
        this.wait = new OneWait(health, time, clock);
        this.retries = new Retries(time);
    }

    /** The table of failures that holds for a call. */
    Failover table(Call call) {
        return snapshot.models().tries(call.getAlias()).failover(snapshot.failover());
    }

    /** What follows an attempt that is only explained: all that the plan holds is to be seen. */
    static Next shown(Call call) {
        return call.getPlan().isEmpty() ? Next.NO_TARGET_LEFT : Next.NEXT_TARGET;
    }

    /** Changes the plan of a call whose attempt at {@code target} just failed, and says how. */
    Next decide(Call call, Target target, Refusal why) {
        if (call.isCancelled()) {
            return end(call, Next.CALLER_LEFT);
        }
        if (call.isShadow()) {
            return end(call, Next.NO_TARGET_LEFT);
        }
        Failover table = table(call);
        Then then = then(table, why.kind());
        Target longer = why.kind() == ErrorKind.CONTEXT_LENGTH_EXCEEDED ? longer(call) : null;
        if (longer != null && sent(call) < table.maxAttempts()) {
            List<Target> plan = new ArrayList<>(then == Then.ANSWER ? List.of() : call.getPlan());
            plan.remove(longer);
            plan.addFirst(longer);
            call.course().plan(plan);
            call.decision().note(Decision.Kind.FAILOVER, longer.toString(), "on-context-length of " + target);
            return Next.NEXT_TARGET;
        }
        if (then == Then.ANSWER) {
            return end(call, why.kind() == ErrorKind.NOT_READY ? Next.GATEWAY : Next.CALLERS_MISTAKE);
        }
        if (!repeatable(call, why.kind())) {
            return end(call, Next.NOT_REPEATABLE);
        }
        if (sent(call) >= table.maxAttempts()) {
            return end(call, Next.ATTEMPTS_SPENT);
        }
        if (then == Then.RETRY
                && why.retryAfter() == null
                && health.rest(target) == null
                && retries.again(call, target, table.retry())) {
            return Next.RETRY;
        }
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        if (ofCredential(why.kind())
                && upstream != null
                && health.rest(target) == null
                && credentials.untried(call, target)
                && time.inTime(call, target, Duration.ZERO)) {
            call.course().again(target, Duration.ZERO);
            return Next.NEXT_CREDENTIAL;
        }
        List<Target> left = call.getPlan();
        List<Target> timely =
                left.stream().filter(t -> time.inTime(call, t, Duration.ZERO)).toList();
        call.course().plan(timely.stream().filter(t -> inRotation(call, t)).toList());
        if (!call.getPlan().isEmpty()) {
            return Next.NEXT_TARGET;
        }
        if (wait.forOne(call, timely, table.retry())) {
            return Next.WAIT;
        }
        boolean over = timely.isEmpty() && (!left.isEmpty() || !time.inTime(call, target, Duration.ZERO));
        return over ? Next.DEADLINE : Next.NO_TARGET_LEFT;
    }

    /** Where a call goes that is too long for its target, if it may and was not there yet; null for nowhere. */
    private @Nullable Target longer(Call call) {
        Target longer = snapshot.models().tries(call.getAlias()).onContextLength();
        Upstream upstream = longer == null ? null : snapshot.upstreams().get(longer.upstream());
        return longer != null
                        && upstream != null
                        && upstream.on()
                        && call.attempts().stream().noneMatch(a -> a.target().equals(longer))
                        && allowed.permits(call, longer)
                        && time.inTime(call, longer, Duration.ZERO)
                ? longer
                : null;
    }

    /** Whether waiting longer than the gateway did would have helped: then a client may well come back by itself. */
    boolean worthComingBack(Call call, @Nullable Refusal why) {
        Duration named = why == null ? null : why.retryAfter();
        return named != null && named.compareTo(table(call).retry().maxWait()) > 0;
    }

    /** Whether the caller gets the answer after a failure of this kind, and nobody else is asked. */
    boolean isAnswer(Call call, ErrorKind kind) {
        return then(table(call), kind) == Then.ANSWER;
    }

    /** Whether a call has two attempts left, so that two targets can be asked at the same time. */
    boolean mayAskTwo(Call call) {
        return sent(call) + 2 <= table(call).maxAttempts();
    }

    private static Next end(Call call, Next next) {
        call.course().plan(List.of());
        return next;
    }

    private static Then then(Failover table, ErrorKind kind) {
        return switch (kind) {
            case CLIENT_CANCELLED, NOT_READY -> Then.ANSWER;
            case PROTOCOL_NOT_SUPPORTED, INTERNAL_ERROR, OUTRUN -> Then.NEXT;
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
        Attempt last = call.attempts().last();
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

    /** Whether a call may spend its one wait on a target that is left alone for so long. */
    boolean mayWait(Call call, Target target, Duration rest) {
        return wait.may(call, target, rest, table(call).retry());
    }

    private boolean inRotation(Call call, Target target) {
        Rest rest = health.rest(target);
        if (rest != null) {
            call.decision().note(Decision.Kind.TARGET_LEFT_OUT, target.toString(), rest.why());
        }
        return rest == null;
    }

    private static int sent(Call call) {
        return Math.toIntExact(call.attempts().stream().filter(Attempt::sent).count());
    }
}
