package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which credential of an upstream's pool is next. They take turns; within a call those not tried yet come first. */
final class Credentials {
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Clock clock;

    Credentials(Clock clock) {
        this.clock = clock;
    }

    /** The next credential of an attempt; null when the upstream has none. */
    Upstream.@Nullable Credential next(Call call, Upstream upstream) {
        List<Upstream.Credential> pool = upstream.credentials();
        if (pool.size() < 2) {
            return pool.isEmpty() ? null : pool.getFirst();
        }
        AtomicInteger turns = this.turns.computeIfAbsent(upstream.name(), name -> new AtomicInteger());
        // A call takes one turn, however often it tries: two credentials of which one is bad would else meet every call
        // with the bad one first.
        long before = call.attempts().stream()
                .filter(attempt -> attempt.target().upstream().equals(upstream.name()))
                .count();
        int turn = before == 0 ? turns.getAndIncrement() : turns.get() + (int) before - 1;
        for (int i = 0; i < pool.size(); i++) {
            Upstream.Credential candidate = pool.get(Math.floorMod(turn + i, pool.size()));
            if (!tried(call, upstream, candidate)) {
                return candidate;
            }
        }
        for (int i = 0; i < pool.size(); i++) {
            Upstream.Credential candidate = pool.get(Math.floorMod(turn + i, pool.size()));
            if (worthAnotherTry(call, upstream, candidate)) {
                return candidate;
            }
        }
        return pool.get(Math.floorMod(turn, pool.size()));
    }

    /** Whether the last that a tried credential was told leaves it a chance now. */
    private boolean worthAnotherTry(Call call, Upstream upstream, Upstream.Credential credential) {
        for (Attempt attempt : call.attempts().reversed()) {
            if (by(attempt, upstream, credential)) {
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

    /** Whether the pool has one that this call did not try yet. */
    static boolean untried(Call call, Upstream upstream) {
        return upstream.credentials().stream().anyMatch(c -> !tried(call, upstream, c));
    }

    private static boolean tried(Call call, Upstream upstream, Upstream.Credential credential) {
        return call.attempts().stream().anyMatch(attempt -> by(attempt, upstream, credential));
    }

    private static boolean by(Attempt attempt, Upstream upstream, Upstream.Credential credential) {
        return attempt.target().upstream().equals(upstream.name())
                && credential.id().equals(attempt.credentialId());
    }
}
