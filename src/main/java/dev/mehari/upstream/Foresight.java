package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Outlook;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Concurrency;
import dev.mehari.config.Failover;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.Pool;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call that is only explained could meet. It knows nothing itself: states are those of the live objects, and what
 * follows a failure is what {@link Sequel} decides for a copy of the call to which that failure happens.
 */
final class Foresight {
    /** Attempts of one kind that are looked at: no table asks for more at one target. */
    private static final int MOST_STEPS = 24;

    private final Snapshot snapshot;
    private final PoolStates health;
    private final UpstreamSlots slots;
    private final Credentials credentials;
    private final TimeLeft time;
    private final Sequel sequel;
    private final InRotation rotation;
    private final Clock clock;

    Foresight(
            Snapshot snapshot,
            PoolStates health,
            UpstreamSlots slots,
            Credentials credentials,
            Sequel sequel,
            InRotation rotation,
            Clock clock) {
        this.snapshot = snapshot;
        this.health = health;
        this.slots = slots;
        this.credentials = credentials;
        this.time = new TimeLeft(snapshot);
        this.sequel = sequel;
        this.rotation = rotation;
        this.clock = clock;
    }

    /** Notes how the targets are doing that are left in the plan. */
    void look(Call call) {
        call.getPlan().forEach(target -> call.preview().foresee(standing(call, target)));
    }

    /**
     * Notes what would follow failures at the current target.
     *
     * @param hedgeAfter when another is asked too, null for never
     */
    void follow(Call call, @Nullable Duration hedgeAfter) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        if (target == null || upstream == null) {
            return;
        }
        Failover table = sequel.table(call);
        Failover.Retry retry = table.retry();
        Outlook.Limits limits = new Outlook.Limits(
                table.maxAttempts(),
                retry.maxAttempts(),
                retry.maxWait(),
                time.timeouts(call, upstream).total(),
                hedgeAfter);
        Map<List<Outlook.Step>, List<ErrorKind>> kinds = new LinkedHashMap<>();
        table.then().keySet().stream()
                .sorted()
                .forEach(kind -> kinds.computeIfAbsent(steps(call, target, kind), steps -> new ArrayList<>())
                        .add(kind));
        List<Outlook.Sequence> sequences = kinds.entrySet().stream()
                .map(one -> new Outlook.Sequence(one.getValue(), one.getKey()))
                .toList();
        Outlook found = standing(call, target);
        call.preview()
                .foresee(new Outlook(
                        target,
                        found.leftAlone(),
                        found.inFlight(),
                        found.room(),
                        found.credentials(),
                        limits,
                        sequences));
    }

    private Outlook standing(Call call, Target target) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        Concurrency limit = upstream == null ? null : upstream.concurrency();
        Outlook.Room room = upstream == null || limit == null
                ? null
                : new Outlook.Room(limit.max(), slots.used(upstream.name()), slots.waiting(upstream.name()));
        return new Outlook(
                target,
                alone(health.rest(target)),
                health.inFlight(target),
                room,
                credentials(call, target),
                null,
                List.of());
    }

    private List<Outlook.Credential> credentials(Call call, Target target) {
        Pool pool = health.pool(target.upstream());
        long now = clock.millis();
        return pool == null
                ? List.of()
                : credentials.order(call, target).stream()
                        .map(member -> new Outlook.Credential(
                                member.credential().id(),
                                member.state().status().id(),
                                alone(pool.rest(member, target.model(), now)),
                                member.state().isPassedOver(now),
                                member.state().checkedAt(),
                                member.state().check()))
                        .toList();
    }

    private static Outlook.@Nullable Alone alone(@Nullable Rest rest) {
        return rest == null
                ? null
                : new Outlook.Alone(rest.cause().kind(), rest.cause().id(), rest.until(), rest.why());
    }

    /** What would follow, until another target is asked or nobody is. */
    private List<Outlook.Step> steps(Call call, Target target, ErrorKind kind) {
        Call copy = call.imagined();
        List<Outlook.Step> steps = new ArrayList<>();
        Refusal why = new Refusal(kind, "as if it failed so");
        boolean again = true;
        while (again && steps.size() < MOST_STEPS) {
            Attempt attempt = attempt(copy, target);
            if (attempt == null) {
                break;
            }
            fail(attempt, why);
            copy.attempts().begin(attempt);
            Next next = sequel.decide(copy, target, why);
            attempt.next(next);
            Duration pause = copy.course().takePause();
            Target then = taken(copy);
            steps.add(new Outlook.Step(next, pause, then));
            again = target.equals(then) && (next == Next.RETRY || next == Next.NEXT_CREDENTIAL || next == Next.WAIT);
        }
        return steps;
    }

    /** Null when there would be none, because all credentials are left alone. */
    private @Nullable Attempt attempt(Call copy, Target target) {
        try {
            Upstream.Credential credential = credentials.next(copy, target);
            return new Attempt(target, credential == null ? null : credential.id(), clock.instant());
        } catch (Refusal refusal) {
            return null;
        }
    }

    private void fail(Attempt attempt, Refusal why) {
        ErrorKind kind = why.kind();
        boolean unsent = kind == ErrorKind.UPSTREAM_UNREACHABLE || kind == ErrorKind.UPSTREAM_POOL_EXHAUSTED;
        if (!unsent && !kind.keptBack()) {
            attempt.begun();
            attempt.answered(kind.status(), null);
        }
        attempt.failed(why);
        attempt.ended(clock.instant(), kind);
    }

    private @Nullable Target taken(Call copy) {
        try {
            return copy.hasNextTarget() ? rotation.next(copy, other -> false) : null;
        } catch (Refusal refusal) {
            return null;
        }
    }
}
