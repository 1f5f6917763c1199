package dev.mehari.health;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.Target;
import dev.mehari.call.TargetStates;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of the credentials and targets that one configuration has. Any thread. */
public final class PoolStates implements TargetStates {
    private final Health health;
    private final Snapshot snapshot;
    private final Map<String, Pool> pools;

    PoolStates(Health health, Snapshot snapshot, Map<String, Pool> pools) {
        this.health = health;
        this.snapshot = snapshot;
        this.pools = Map.copyOf(pools);
    }

    @Override
    public @Nullable String leftAlone(Target target) {
        Rest rest = rest(target);
        return rest == null ? null : rest.why();
    }

    /** Why no call is sent to a target now; null when calls are. */
    public @Nullable Rest rest(Target target) {
        Rest off = switchedOff(target);
        if (off != null) {
            return off;
        }
        TargetState state = health.known(target);
        Pool pool = pools.get(target.upstream());
        if (state == null && pool == null) {
            return null;
        }
        long now = health.now();
        Rest own = state == null ? null : state.rest(now);
        return own != null || pool == null ? own : pool.rest(target.model(), now);
    }

    /** Whether a target has only credentials that are used where no other is well. */
    public boolean isPassedOver(Target target) {
        Pool pool = pools.get(target.upstream());
        return pool != null && pool.isPassedOver(target.model(), health.now());
    }

    /** The credentials of an upstream; null when the configuration has no such upstream. */
    public @Nullable Pool pool(String upstream) {
        return pools.get(upstream);
    }

    @Override
    public int inFlight(Target target) {
        TargetState state = health.known(target);
        return state == null ? 0 : state.inFlight();
    }

    @Override
    public OptionalDouble latencyMillis(Target target) {
        TargetState state = health.known(target);
        return state == null ? OptionalDouble.empty() : state.latencyMillis(health.now());
    }

    /**
     * An attempt begins.
     *
     * @param credential id of the one that it is sent with, null for none
     */
    public AttemptWatch begin(Target target, @Nullable String credential) {
        Upstream upstream = snapshot.upstreams().get(target.upstream());
        return upstream == null
                ? AttemptWatch.NONE
                : new AttemptHealth(
                        health,
                        upstream,
                        health.target(target),
                        credential == null ? null : state(target.upstream(), credential),
                        health.now());
    }

    /** The same for the target alone, however its upstream and its credentials are doing. */
    public @Nullable Rest ownRest(Target target) {
        Rest off = health.switches().rest(Subject.of(target));
        TargetState state = health.known(target);
        return off != null || state == null ? off : state.rest(health.now());
    }

    /** Why a target is switched off, by itself or with its upstream; null when it is not. */
    public @Nullable Rest switchedOff(Target target) {
        Switches switches = health.switches();
        if (switches.none()) {
            return null;
        }
        Rest off = switches.rest(Subject.upstream(target.upstream()));
        return off == null ? switches.rest(Subject.of(target)) : off;
    }

    /** Why a subject is switched off; null when it is not. */
    public @Nullable Rest switchedOff(Subject subject) {
        return health.switches().rest(subject);
    }

    private @Nullable CredentialState state(String upstream, String credential) {
        Pool pool = pools.get(upstream);
        if (pool != null) {
            for (Pool.Member member : pool.members()) {
                if (member.credential().id().equals(credential)) {
                    return member.state();
                }
            }
        }
        return null;
    }
}
