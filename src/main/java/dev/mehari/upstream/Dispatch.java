package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The steps of {@code dispatch.camel.yaml}: one target after the other until one answers. */
public final class Dispatch {
    private final Snapshot snapshot;
    private final Timers timers;
    private final Clock clock;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    public Dispatch(Snapshot snapshot, Timers timers, Clock clock) {
        this.snapshot = snapshot;
        this.timers = timers;
        this.clock = clock;
    }

    /**
     * Step: makes the next target of the plan the current one, if this key may use it. Every attempt of every call passes
     * here, whatever an alias, a route or a fallback put into the plan.
     */
    public void next(Call call) {
        Target target = call.nextTarget();
        Caller caller = call.getCaller();
        if (caller == null) {
            throw new Refusal(ErrorKind.INVALID_API_KEY, "the call reached its dispatch without a checked key");
        }
        String alias = call.getAlias();
        boolean written = alias != null
                && call.aliasTargets().contains(target)
                && caller.mayUse(call.getModel() == null ? alias : call.getModel(), alias);
        if (!written && !caller.mayUse(target)) {
            call.plan(List.of());
            call.recovered();
            throw new Refusal(ErrorKind.MODEL_NOT_ALLOWED, "this key may not use the model \"" + target + "\"");
        }
        if (!snapshot.upstreams().containsKey(target.upstream())) {
            throw new Refusal(
                    ErrorKind.INTERNAL_ERROR, "a route sends to the unknown upstream \"" + target.upstream() + "\"");
        }
    }

    /** Opens an attempt at the current target and starts its timers. */
    public InFlight open(Call call) {
        Target target = call.getTarget();
        Upstream upstream = target == null ? null : snapshot.upstreams().get(target.upstream());
        if (target == null || upstream == null) {
            throw new IllegalStateException("no current target");
        }
        if (upstream.protocol() != call.getProtocol()) {
            throw new Refusal(
                    ErrorKind.PROTOCOL_NOT_SUPPORTED,
                    "\"" + target + "\" speaks " + upstream.protocol().id() + ", and calls in "
                            + call.getProtocol().id() + " are not translated to it");
        }
        Upstream.Credential credential = nextCredential(upstream);
        if (credential == null && upstream.needsCredential()) {
            throw new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "upstream \"" + upstream.name() + "\" has no credential");
        }
        Attempt attempt = new Attempt(target, credential == null ? null : credential.id(), clock.instant());
        call.attempted(attempt);
        InFlight flight = new InFlight(call, attempt, upstream, timers, clock);
        timers.start(flight);
        call.onCancel(flight::stop);
        call.atEnd(() -> flight.end(null));
        return flight;
    }

    /** The credentials of a pool take turns. */
    private Upstream.@Nullable Credential nextCredential(Upstream upstream) {
        List<Upstream.Credential> pool = upstream.credentials();
        if (pool.size() < 2) {
            return pool.isEmpty() ? null : pool.getFirst();
        }
        int turn = turns.computeIfAbsent(upstream.name(), name -> new AtomicInteger())
                .getAndIncrement();
        return pool.get(Math.floorMod(turn, pool.size()));
    }

    /** Step: an attempt failed; the next target may still do, unless the mistake was the caller's. */
    public void failed(Call call, Exception cause) {
        call.onCancel(null);
        UpstreamFailure failure = FailureOf.exception(cause, call);
        Target target = call.getTarget();
        if (failure.refusal().kind() == ErrorKind.UPSTREAM_UNAVAILABLE && target != null) {
            Attempt skipped = new Attempt(target, null, clock.instant());
            skipped.ended(clock.instant(), ErrorKind.UPSTREAM_UNAVAILABLE);
            call.attempted(skipped);
        }
        Attempt last = call.lastAttempt();
        if (last != null) {
            last.ended(clock.instant(), failure.refusal().kind());
        }
        call.recovered();
        call.failed(failure.refusal());
        Reply said = failure.said();
        call.lastWords(said);
        if (failure.last() || call.isCancelled()) {
            call.plan(List.of());
        }
    }

    /** Step: the loop is over. Answers with the last failure when no target answered. */
    public void conclude(Call call) {
        if (call.isAnswered()) {
            call.recovered();
            return;
        }
        if (call.isCancelled()) {
            throw new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection");
        }
        Reply said = call.lastWords();
        if (said != null) {
            call.answer(said);
            return;
        }
        Refusal refusal = call.refusal();
        throw refusal != null
                ? refusal
                : new Refusal(ErrorKind.INTERNAL_ERROR, "the plan of the call is empty: no target was tried");
    }
}
