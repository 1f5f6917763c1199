package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.Decision;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which target of a plan is next: those that are left alone are passed over, whoever put them there. When all are, the one
 * wait that a call has is spent on the one that comes back first.
 */
final class InRotation {
    /** A wait that ends a moment too early is not in vain. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final int MOST_ROUNDS = 3;
    private static final int SPREAD_MILLIS = 200;
    private static final int MOST_NAMED = 5;

    private final PoolStates health;
    private final Allowed allowed;
    private final Sequel sequel;
    private final BiPredicate<Call, Target> needsNobody;
    private final Consumer<Call> pause;
    private final Clock clock;

    /**
     * @param needsNobody whether the gateway itself answers a call in the target's place, however that is doing
     * @param pause waits as long as the call says that its next pause is
     */
    InRotation(
            PoolStates health,
            Allowed allowed,
            Sequel sequel,
            BiPredicate<Call, Target> needsNobody,
            Consumer<Call> pause,
            Clock clock) {
        this.health = health;
        this.allowed = allowed;
        this.sequel = sequel;
        this.needsNobody = needsNobody;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Takes the next target off the plan and makes it the current one.
     *
     * @param otherwise asked when none is left that calls are sent to: whether the call has its answer all the same
     * @throws Refusal when the key may not use it, or none is left
     * @throws AnsweredException when none is left, and the call has its answer
     */
    Target next(Call call, Predicate<Call> otherwise) {
        for (int round = 0; ; round++) {
            Target first = call.course().nextTarget();
            allowed.check(call, first);
            if ((health.rest(first) == null && !health.isPassedOver(first)) || needsNobody.test(call, first)) {
                return first;
            }
            Map<Target, Rest> left = new LinkedHashMap<>();
            Target chosen = passing(call, first, left);
            if (chosen != null) {
                return chosen;
            }
            waitFor(call, left, round, otherwise);
            if (call.isExplained()) {
                return call.course().nextTarget();
            }
        }
    }

    /** Null when all are left alone. */
    private @Nullable Target passing(Call call, Target first, Map<Target, Rest> left) {
        List<Target> rest = call.getPlan();
        List<Target> unwell = new ArrayList<>();
        Target target = first;
        for (int i = 0; ; i++) {
            boolean nobody = needsNobody.test(call, target);
            Rest why = nobody ? null : health.rest(target);
            if (why != null) {
                left.put(target, why);
                call.decision().note(Decision.Kind.TARGET_LEFT_OUT, target.toString(), why.why());
            } else if (!nobody && health.isPassedOver(target)) {
                unwell.add(target);
            } else {
                unwell.forEach(t -> call.decision()
                        .note(Decision.Kind.TARGET_LEFT_OUT, t.toString(), "no credential of it is well, tried last"));
                List<Target> after = new ArrayList<>(rest.subList(i, rest.size()));
                after.addAll(unwell);
                return take(call, target, after);
            }
            if (i == rest.size()) {
                break;
            }
            target = rest.get(i);
            allowed.check(call, target);
        }
        return unwell.isEmpty() ? null : take(call, unwell.getFirst(), unwell.subList(1, unwell.size()));
    }

    private static Target take(Call call, Target target, List<Target> after) {
        List<Target> plan = new ArrayList<>();
        plan.add(target);
        plan.addAll(after);
        call.course().plan(plan);
        return call.course().nextTarget();
    }

    private void waitFor(Call call, Map<Target, Rest> left, int round, Predicate<Call> otherwise) {
        Instant now = clock.instant();
        Target soonest = null;
        Duration shortest = null;
        for (Map.Entry<Target, Rest> one : left.entrySet()) {
            Duration time = one.getValue().left(now);
            if (time != null && (shortest == null || time.compareTo(shortest) < 0)) {
                soonest = one.getKey();
                shortest = time;
            }
        }
        boolean again = soonest != null
                && shortest != null
                && !call.isShadow()
                && (call.course().waited()
                        ? round < MOST_ROUNDS && shortest.compareTo(GRACE) <= 0
                        : sequel.mayWait(call, soonest, shortest));
        if (soonest == null || shortest == null || !again) {
            call.recovered();
            if (otherwise.test(call)) {
                throw new AnsweredException();
            }
            throw refusal(call, left, shortest, now);
        }
        boolean first = !call.course().waited();
        // All of the plan is left alone: the others stay behind the one that is waited for.
        List<Target> others = new ArrayList<>(left.keySet());
        others.remove(soonest);
        call.course().plan(others);
        call.course()
                .again(
                        soonest,
                        first ? shortest.plusMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS)) : shortest);
        call.course().waitsOnce();
        if (!call.isExplained()) {
            pause.accept(call);
        }
    }

    /** What was tried says more than what was not. */
    private static Refusal refusal(Call call, Map<Target, Rest> left, @Nullable Duration shortest, Instant now) {
        return Failures.mostUseful(call, now).orElseGet(() -> {
            if (left.size() == 1) {
                return left.values().iterator().next().refusal(now);
            }
            List<ErrorKind> kinds =
                    left.values().stream().map(r -> r.cause().kind()).distinct().toList();
            String why = left.values().stream()
                    .map(Rest::why)
                    .distinct()
                    .limit(MOST_NAMED)
                    .collect(Collectors.joining("; "));
            ErrorKind kind = kinds.size() == 1 ? kinds.getFirst() : ErrorKind.UPSTREAM_UNAVAILABLE;
            return new Refusal(kind, "no target takes calls now: " + why, Failures.stays(kind) ? null : shortest);
        });
    }
}
