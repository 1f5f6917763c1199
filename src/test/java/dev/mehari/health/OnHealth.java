package dev.mehari.health;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.sample.TurnedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Upstream {@code u} with the credentials a, b and c, and {@code free} without any. */
abstract class OnHealth {
    static final Target TARGET = Target.of("u/model");

    final TurnedClock clock = new TurnedClock();
    final Health health = new Health(clock);
    PoolStates states = health.of(snapshot("", ""));

    /** @param settings lines of the upstream, without their indent */
    static Snapshot snapshot(String settings, String secretOfA) {
        String upstreams = """
                upstreams:
                  u:
                    protocol: openai
                    base-url: http://127.0.0.1:1/v1
                    credentials:
                      - {id: a, key: "env:A", weight: 3}
                      - {id: b, key: "env:B"}
                      - {id: c, key: "env:C"}
                %s
                  free:
                    protocol: openai
                    base-url: http://127.0.0.1:1/v1
                """.formatted(settings.indent(4).stripTrailing());
        return ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml", upstreams.getBytes(StandardCharsets.UTF_8),
                                "models.yaml", "models: {}".getBytes(StandardCharsets.UTF_8))),
                Map.of("A", "sk-a" + secretOfA, "B", "sk-b", "C", "sk-c"));
    }

    void configured(String... settings) {
        states = health.of(snapshot(String.join("\n", settings), ""));
    }

    CredentialState credential(String id) {
        return Objects.requireNonNull(states.pool("u")).members().stream()
                .filter(m -> m.credential().id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** An attempt that goes well. */
    void good(Target target, @Nullable String credential) {
        AttemptWatch watch = states.begin(target, credential);
        watch.committed();
        watch.over(null, false);
        watch.ended();
    }

    void fails(Target target, @Nullable String credential, ErrorKind kind) {
        fails(target, credential, new Refusal(kind, "no"));
    }

    void limited(String credential, @Nullable Duration retryAfter) {
        fails(TARGET, credential, new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", retryAfter));
    }

    void fails(Target target, @Nullable String credential, Refusal why) {
        AttemptWatch watch = states.begin(target, credential);
        watch.over(why, FAULTS.contains(why.kind()));
        watch.ended();
    }

    private static final java.util.Set<ErrorKind> FAULTS = java.util.Set.of(
            ErrorKind.UPSTREAM_ERROR,
            ErrorKind.UPSTREAM_OVERLOADED,
            ErrorKind.UPSTREAM_TIMEOUT,
            ErrorKind.UPSTREAM_UNREACHABLE,
            ErrorKind.UPSTREAM_INVALID_REPLY,
            ErrorKind.UPSTREAM_STREAM_INTERRUPTED);
}
