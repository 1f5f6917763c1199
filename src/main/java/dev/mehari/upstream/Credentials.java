package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Upstream;
import dev.mehari.health.Pool;
import dev.mehari.health.Pool.Member;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which credential of an upstream's pool is next. They take turns as the pool's rotation says; within a call those not
 * tried yet come first. One that is left alone is never taken.
 */
final class Credentials {
    private final PoolStates health;
    private final Clock clock;

    Credentials(PoolStates health, Clock clock) {
        this.health = health;
        this.clock = clock;
    }

    /**
     * The next credential of an attempt; null when the upstream has none.
     *
     * @throws Refusal when all of them are left alone
     */
    Upstream.@Nullable Credential next(Call call, Target target) {
        Pool pool = health.pool(target.upstream());
        if (pool == null || pool.members().isEmpty()) {
            return null;
        }
        long now = clock.millis();
        if (pool.members().size() == 1) {
            Member only = pool.members().getFirst();
            Rest rest = pool.rest(only, target.model(), now);
            if (rest != null) {
                throw rest.refusal(clock.instant());
            }
            return only.credential();
        }
        Member best = best(call, target, call.attempts(), pool, now);
        if (best == null) {
            Rest rest = pool.rest(target.model(), now);
            throw rest == null
                    ? new IllegalStateException("a credential came back in between")
                    : rest.refusal(clock.instant());
        }
        return best.credential();
    }

    /**
     * All credentials of an upstream in the order in which a call would try them, if each were refused; those that are left
     * alone last. For calls that are only explained: turns are looked at, and not taken.
     */
    List<Member> order(Call call, Target target) {
        Pool pool = health.pool(target.upstream());
        if (pool == null) {
            return List.of();
        }
        long now = clock.millis();
        List<Attempt> tried = new ArrayList<>(call.attempts());
        Set<Member> order = new LinkedHashSet<>();
        Member next = best(call, target, tried, pool, now);
        while (next != null && order.add(next)) {
            Attempt refused = new Attempt(target, next.credential().id(), clock.instant());
            refused.failed(new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "as if it were refused"));
            tried.add(refused);
            next = best(call, target, tried, pool, now);
        }
        order.addAll(pool.members());
        return List.copyOf(order);
    }

    /** The one to be tried after these attempts; null when all are left alone. */
    private @Nullable Member best(Call call, Target target, List<Attempt> attempts, Pool pool, long now) {
        int before = 0;
        for (Attempt attempt : attempts) {
            before += attempt.target().upstream().equals(target.upstream()) ? 1 : 0;
        }
        Member best = null;
        int lowest = Integer.MAX_VALUE;
        for (Member member : pool.inTurn(call, before)) {
            int rank = rank(target, attempts, pool, member, before, now);
            if (rank < lowest) {
                best = member;
                lowest = rank;
            }
        }
        return best;
    }

    /** The lower, the sooner it is taken; the highest is never. */
    private int rank(Target target, List<Attempt> attempts, Pool pool, Member member, int before, long now) {
        if (pool.rest(member, target.model(), now) != null) {
            return Integer.MAX_VALUE;
        }
        if (before == 0 && member.state().wantsTrying(now)) {
            // Others are there to answer the call, should it still be unwell.
            return 0;
        }
        boolean tried = tried(attempts, target, member.credential());
        boolean passedOver = member.state().isPassedOver(now);
        if (tried && !worthAnotherTry(attempts, target, member.credential())) {
            return passedOver ? 6 : 5;
        }
        return (tried ? 2 : 1) + (passedOver ? 2 : 0);
    }

    /** Whether the last that a tried credential was told leaves it a chance now. */
    private boolean worthAnotherTry(List<Attempt> attempts, Target target, Upstream.Credential credential) {
        for (Attempt attempt : attempts.reversed()) {
            if (by(attempt, target, credential)) {
                Refusal why = attempt.failure();
                return why == null
                        || (!Failures.stays(why.kind())
                                && Failures.left(attempt, clock.instant())
                                        .filter(Duration::isPositive)
                                        .isEmpty());
            }
        }
        return true;
    }

    /** Whether the pool has one that this call did not try yet for a target, and may. */
    boolean untried(Call call, Target target) {
        Pool pool = health.pool(target.upstream());
        long now = clock.millis();
        return pool != null
                && pool.members().stream()
                        .anyMatch(m -> !tried(call.attempts(), target, m.credential())
                                && pool.rest(m, target.model(), now) == null);
    }

    private static boolean tried(List<Attempt> attempts, Target target, Upstream.Credential credential) {
        return attempts.stream().anyMatch(attempt -> by(attempt, target, credential));
    }

    /** Whether an attempt says something about a credential at a target. */
    private static boolean by(Attempt attempt, Target target, Upstream.Credential credential) {
        return attempt.target().upstream().equals(target.upstream())
                && credential.id().equals(attempt.credentialId())
                && !isOfAnotherModel(attempt, target);
    }

    /** What was asked too often, or is not there for a credential, is one model: another can be asked. */
    private static boolean isOfAnotherModel(Attempt attempt, Target target) {
        Refusal why = attempt.failure();
        boolean ofModel = why != null
                && (why.kind() == ErrorKind.UPSTREAM_MODEL_NOT_FOUND
                        || (why.kind() == ErrorKind.UPSTREAM_RATE_LIMITED && !why.concernsAccount()));
        return ofModel && !attempt.target().equals(target);
    }
}
