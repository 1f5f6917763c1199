package dev.mehari.admin;

import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.CredentialFigures.Figures;
import dev.mehari.health.Health;
import dev.mehari.health.Pool;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import dev.mehari.health.Subject;
import dev.mehari.health.Switch;
import dev.mehari.health.TargetState;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** States of credentials and targets as JSON. No secret is in it but for what {@code Secret.masked} lets through. */
public final class HealthView {
    private final Health health;
    private final Clock clock;

    public HealthView(Health health, Clock clock) {
        this.health = health;
        this.clock = clock;
    }

    /** All credentials of a configuration. */
    Map<String, Object> tokens(Snapshot snapshot) {
        PoolStates states = health.of(snapshot);
        List<Map<String, Object>> tokens = new ArrayList<>();
        snapshot.upstreams().values().forEach(upstream -> tokens.addAll(credentials(states, upstream)));
        return Map.of("tokens", tokens, "total", tokens.size());
    }

    /** Everything. */
    Map<String, Object> all(Snapshot snapshot, List<Switch> off) {
        PoolStates states = health.of(snapshot);
        List<Map<String, Object>> upstreams = new ArrayList<>();
        for (Upstream upstream : snapshot.upstreams().values()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", upstream.name());
            shown.put("on", upstream.on());
            shown.put("rotation", upstream.credentialPool().rotation().id());
            shown.put("credentials", credentials(states, upstream));
            shown.put(
                    "targets",
                    health.targets(upstream.name()).stream()
                            .map(target -> target(states, target))
                            .toList());
            upstreams.add(shown);
        }
        return Map.of(
                "upstreams",
                upstreams,
                "disabled",
                off.stream().map(HealthView::of).toList());
    }

    /** One of them. */
    Map<String, Object> one(Snapshot snapshot, Subject subject) {
        PoolStates states = health.of(snapshot);
        return switch (subject.kind()) {
            case CREDENTIAL ->
                snapshot.upstreams().values().stream()
                        .flatMap(upstream -> credentials(states, upstream).stream())
                        .filter(shown -> Objects.equals(shown.get("token_id"), subject.name()))
                        .findFirst()
                        .orElseGet(Map::of);
            case UPSTREAM, TARGET -> {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put(subject.kind().id(), subject.name());
                Rest off = states.switchedOff(subject);
                shown.put("disabled", off != null);
                yield shown;
            }
        };
    }

    private List<Map<String, Object>> credentials(PoolStates states, Upstream upstream) {
        Pool pool = states.pool(upstream.name());
        return pool == null
                ? List.of()
                : pool.members().stream()
                        .map(member -> credential(states, pool, upstream, member))
                        .toList();
    }

    /** Names and units of the first ten are given; the others say where it stands, and why. */
    private Map<String, Object> credential(PoolStates states, Pool pool, Upstream upstream, Pool.Member member) {
        Instant now = clock.instant();
        Figures figures = member.state().figures().now();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("token_id", member.state().subject().name());
        shown.put("token", member.credential().key().masked());
        shown.put("created_at", figures.since().toString());
        shown.put("last_used", text(figures.lastUsed()));
        shown.put("status", member.state().status().id());
        shown.put("stats", stats(figures));
        shown.put("health_score", rounded(member.state().score(now.toEpochMilli())));
        shown.put("upstream", upstream.name());
        shown.put("credential_id", member.credential().id());
        shown.put("weight", member.credential().weight());
        shown.put("in_flight", figures.inFlight());
        shown.put("success_rate", rounded(figures.successRate()));
        Map<String, Long> errors = new TreeMap<>();
        figures.errors().forEach((kind, count) -> errors.put(kind.code(), count));
        shown.put("errors", errors);
        shown.put("disabled", states.switchedOff(member.state().subject()) != null);
        Rest rest = pool.rest(member, now.toEpochMilli());
        shown.put("left_alone", rest != null);
        shown.put("until", rest == null ? null : text(rest.until()));
        shown.put("reason", rest == null ? empty(member.state().why()) : rest.why());
        shown.put("limited", limited(member.state().cooledModels(now.toEpochMilli())));
        return shown;
    }

    /** The models that no call is sent for with it, though it is for others. */
    private static List<Map<String, Object>> limited(Map<String, Rest> models) {
        List<Map<String, Object>> all = new ArrayList<>();
        models.forEach((model, rest) -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("model", model);
            shown.put("until", text(rest.until()));
            shown.put("reason", rest.why());
            all.add(shown);
        });
        return all;
    }

    private static Map<String, Object> stats(Figures figures) {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("total_requests", figures.attempts());
        stats.put("successful_requests", figures.successes());
        stats.put("failed_requests", figures.failures());
        stats.put("total_input_tokens", figures.inputTokens());
        stats.put("total_output_tokens", figures.outputTokens());
        stats.put("total_cost", dollars(figures.costNanoUsd()));
        stats.put("avg_response_time", rounded(figures.averageMillis() / 1000));
        return stats;
    }

    private Map<String, Object> target(PoolStates states, TargetState state) {
        Instant now = clock.instant();
        TargetState.Counted counted = state.counted();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("target", state.target().toString());
        shown.put("in_flight", state.inFlight());
        shown.put("attempts", counted.attempts());
        shown.put("failures", counted.failures());
        shown.put("success_rate", rounded(counted.successRate()));
        var latency = state.latencyMillis(now.toEpochMilli());
        shown.put("latency_ms", latency.isPresent() ? rounded(latency.getAsDouble()) : null);
        Rest rest = states.rest(state.target());
        shown.put("left_alone", rest != null);
        shown.put("cause", rest == null ? null : rest.cause().id());
        shown.put("until", rest == null ? null : text(rest.until()));
        shown.put("reason", rest == null ? null : rest.why());
        return shown;
    }

    private static Map<String, Object> of(Switch off) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(off.subject().kind().id(), off.subject().name());
        shown.put("by", off.by());
        shown.put("at", off.at().toString());
        shown.put("reason", off.why());
        return shown;
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Nothing is 0, not {@code 0E-9}. */
    private static BigDecimal dollars(long nanos) {
        return nanos == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(nanos, 9);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
