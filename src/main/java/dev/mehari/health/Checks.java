package dev.mehari.health;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams from time to time whether they take a credential, where {@code health-check-interval} says so: one
 * question for each credential and interval, and none that costs anything. One thread.
 */
public final class Checks {
    private final Health health;
    private final Supplier<Optional<Snapshot>> live;
    private final Question question;
    private final Map<Subject, Long> asked = new HashMap<>();

    /** The question itself. */
    @FunctionalInterface
    public interface Question {
        /**
         * What is wrong; null when the upstream takes the credential, {@code NOT_READY} when its answer says nothing about
         * that. Blocks, within the upstream's timers.
         */
        @Nullable
        ErrorKind ask(Upstream upstream, Upstream.Credential credential);
    }

    public Checks(Health health, Supplier<Optional<Snapshot>> live, Question question) {
        this.health = health;
        this.live = live;
        this.question = question;
    }

    /** Asks what is due. */
    public void run() {
        Snapshot snapshot = live.get().orElse(null);
        if (snapshot == null) {
            return;
        }
        PoolStates states = health.of(snapshot);
        for (Upstream upstream : snapshot.upstreams().values()) {
            Duration interval = upstream.credentialPool().healthCheckInterval();
            Pool pool = states.pool(upstream.name());
            if (interval.isPositive() && pool != null && upstream.on() && upstream.route() == null) {
                pool.members().forEach(member -> check(upstream, member, interval));
            }
        }
    }

    private void check(Upstream upstream, Pool.Member member, Duration interval) {
        Subject subject = member.state().subject();
        long now = health.now();
        Long last = asked.get(subject);
        if ((last != null && now - last < interval.toMillis())
                || health.switches().rest(subject) != null
                || health.switches().rest(Subject.upstream(upstream.name())) != null) {
            return;
        }
        asked.put(subject, now);
        ErrorKind kind = question.ask(upstream, member.credential());
        member.state().checked(health.clock().instant(), kind);
        if (kind == null && member.state().isOutOfCredit()) {
            // The list of models is free: that it was given says nothing about credit.
            return;
        }
        boolean fault = kind != null && kind != ErrorKind.UPSTREAM_RATE_LIMITED && kind != ErrorKind.NOT_READY;
        Outcome outcome = Outcome.of(kind == null ? null : new Refusal(kind, "a check"), fault);
        Rest.Cause cause = kind == ErrorKind.INSUFFICIENT_QUOTA ? Rest.Cause.OUT_OF_CREDIT : Rest.Cause.REFUSED;
        health.tell(member.state().over(outcome, cause, upstream, now, health.now()));
    }
}
