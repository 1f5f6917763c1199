package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CallMetrics metrics = new CallMetrics(registry);

    private double attempts(String upstream, String error, String next) {
        return registry.get("mehari.upstream.attempts")
                .tags("upstream", upstream, "error", error, "next", next)
                .counter()
                .count();
    }

    @Test
    void everyAttemptCountsWithItsUpstreamAndWhatFollowed() {
        Attempt failed = new Attempt(Target.of("one/made-up-by-a-caller"), null, Samples.NOW);
        failed.ended(Samples.NOW, ErrorKind.UPSTREAM_OVERLOADED);
        failed.next(Attempt.Next.NEXT_TARGET);
        Attempt good = new Attempt(Target.of("two/small"), null, Samples.NOW);
        good.ended(Samples.NOW, null);
        good.next(Attempt.Next.DONE);
        Attempt unknown = new Attempt(Target.of("two/small"), null, Samples.NOW);

        metrics.tried(List.of(failed, good, unknown));
        metrics.tried(List.of(good));

        assertThat(attempts("one", "upstream_overloaded", "next_target")).isEqualTo(1);
        assertThat(attempts("two", "none", "done")).isEqualTo(2);
        assertThat(attempts("two", "none", "none")).isEqualTo(1);
        assertThat(registry.getMeters().toString()).doesNotContain("made-up");
    }

    @Test
    void whatIsLostCountsByWhatBecameOfIt() {
        Attempt attempt = new Attempt(Target.of("one/made-up"), null, Samples.NOW);
        attempt.translated(Protocol.GEMINI, List.of("a:b[0]:dropped", "c:dropped", "d:clamped"));
        Attempt passed = new Attempt(Target.of("one/made-up"), null, Samples.NOW);

        metrics.lost(Protocol.OPENAI_CHAT, List.of(attempt, passed, attempt));

        assertThat(losses("dropped")).isEqualTo(4);
        assertThat(losses("clamped")).isEqualTo(2);
        assertThat(registry.getMeters()).hasSize(2);
    }

    private double losses(String action) {
        return registry.get("mehari.losses")
                .tags("from", "openai-chat", "to", "gemini", "action", action)
                .counter()
                .count();
    }

    @Test
    void signsOfLifeCountByProtocol() {
        metrics.keptAlive(Protocol.GEMINI);

        assertThat(registry.get("mehari.keepalives")
                        .tag("protocol", Protocol.GEMINI.id())
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
