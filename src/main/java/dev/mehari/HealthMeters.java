package dev.mehari;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.Change;
import dev.mehari.health.Health;
import dev.mehari.health.Pool;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import dev.mehari.health.Subject;
import dev.mehari.health.TargetState;
import dev.mehari.health.Watch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Credentials and targets as meters: what happens is counted, how they are is read by whoever scrapes. Any thread. */
final class HealthMeters implements Watch {
    /** Models are named by callers, so targets are as many as these make up. */
    private static final int MOST_TARGETS = 200;

    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Health health;
    private final Supplier<Optional<Snapshot>> live;
    private final Clock clock;
    private final MultiGauge states;
    private final MultiGauge scores;
    private final MultiGauge leftAlone;
    private final DistributionSummary costs;
    private final Map<List<String>, Counter> errors = new ConcurrentHashMap<>();

    HealthMeters(MeterRegistry registry, Health health, Supplier<Optional<Snapshot>> live, Clock clock) {
        this.registry = registry;
        this.health = health;
        this.live = live;
        this.clock = clock;
        states = MultiGauge.builder("mehari.credential.state")
                .description("1 for the state a credential is in")
                .register(registry);
        scores = MultiGauge.builder("mehari.credential.health.score")
                .description("0 to 1")
                .register(registry);
        leftAlone = MultiGauge.builder("mehari.left.alone")
                .description("1 for each credential and target that no call is sent with, or to")
                .register(registry);
        costs = DistributionSummary.builder("glm.token.usage.cost.usd")
                .description("what attempts cost")
                .serviceLevelObjectives(0.0001, 0.001, 0.01, 0.1, 1, 10)
                .register(registry);
        Gauge.builder("glm.active.tokens", this, HealthMeters::active)
                .description("credentials that calls are sent with")
                .register(registry);
    }

    @Override
    public void changed(Change change) {
        registry.counter(
                        "mehari.health.changes",
                        Tags.of(
                                "kind",
                                change.subject().kind().id(),
                                "to",
                                change.to().replace(' ', '_')))
                .increment();
    }

    @Override
    public void failed(Subject credential, ErrorKind why) {
        errors.computeIfAbsent(
                        List.of(credential.name(), why.code()),
                        labels -> registry.counter(
                                "glm.token.errors",
                                Tags.of("token_id", labels.getFirst(), "error_type", labels.getLast())))
                .increment();
    }

    @Override
    public void cost(Subject credential, long nanoUsd) {
        costs.record(nanoUsd / NANOS);
    }

    /** Brings the gauges up to date. */
    void refresh() {
        Snapshot snapshot = live.get().orElse(null);
        if (snapshot == null) {
            return;
        }
        PoolStates known = health.of(snapshot);
        long now = clock.millis();
        List<Row<?>> state = new ArrayList<>();
        List<Row<?>> score = new ArrayList<>();
        List<Row<?>> alone = new ArrayList<>();
        for (Upstream upstream : snapshot.upstreams().values()) {
            Pool pool = known.pool(upstream.name());
            if (pool == null) {
                continue;
            }
            for (Pool.Member member : pool.members()) {
                Tags tags = Tags.of(
                        "upstream",
                        upstream.name(),
                        "credential",
                        member.credential().id());
                state.add(Row.of(tags.and("state", member.state().status().id()), 1));
                score.add(Row.of(tags, member.state().score(now)));
                Rest rest = pool.rest(member, now);
                Subject subject = member.state().subject();
                if (rest != null) {
                    alone.add(row(subject.kind(), subject.name(), rest));
                }
                member.state().cooledModels(now).forEach((model, limit) -> {
                    if (alone.size() < MOST_TARGETS) {
                        alone.add(row(subject.kind(), subject.name() + "/" + model, limit));
                    }
                });
            }
            for (TargetState target : health.targets(upstream.name())) {
                Rest rest = alone.size() < MOST_TARGETS ? known.ownRest(target.target()) : null;
                if (rest != null) {
                    alone.add(row(Subject.Kind.TARGET, target.target().toString(), rest));
                }
            }
        }
        states.register(state, true);
        scores.register(score, true);
        leftAlone.register(alone, true);
    }

    private static Row<?> row(Subject.Kind kind, String name, Rest rest) {
        return Row.of(
                Tags.of("kind", kind.id(), "name", name, "cause", rest.cause().id()), 1);
    }

    private double active() {
        Snapshot snapshot = live.get().orElse(null);
        if (snapshot == null) {
            return 0;
        }
        PoolStates known = health.of(snapshot);
        long now = clock.millis();
        int active = 0;
        for (String name : snapshot.upstreams().keySet()) {
            Pool pool = known.pool(name);
            if (pool != null) {
                for (Pool.Member member : pool.members()) {
                    active += pool.rest(member, now) == null ? 1 : 0;
                }
            }
        }
        return active;
    }
}
