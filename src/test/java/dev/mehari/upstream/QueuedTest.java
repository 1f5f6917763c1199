package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.ConfigLoader;
import dev.mehari.config.ConfigSource;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.Health;
import dev.mehari.health.Subject;
import dev.mehari.health.Switchboard;
import dev.mehari.health.UnkeptSwitches;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what changes while a call waits for a slot of its upstream")
final class QueuedTest {
    private static final Target TARGET = Target.of("one/m");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Clockwork clockwork = new Clockwork();
    private final Timers timers = new Timers(clockwork);
    private final Snapshot snapshot = snapshot(1);
    private final UpstreamSlots slots = new UpstreamSlots();
    private final Health health = new Health(clock);
    private final Dispatch dispatch =
            new Dispatch(snapshot, timers, slots, health.of(snapshot), StaleReplies.NONE, clock);
    private final Switchboard board = new Switchboard(health, new UnkeptSwitches(), clock);

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    private static Snapshot snapshot(int max) {
        String upstreams = """
                upstreams:
                  one:
                    protocol: openai
                    base-url: http://a/v1
                    concurrency: {max: %d, queue: 20s}
                """.formatted(max);
        return ConfigLoader.load(
                ConfigSource.of(
                        "a test",
                        Map.of(
                                "upstreams.yaml", upstreams.getBytes(StandardCharsets.UTF_8),
                                "models.yaml", "models: {}".getBytes(StandardCharsets.UTF_8))),
                Map.of());
    }

    private Call next() {
        Call call = Samples.call("any");
        call.authenticated(Samples.caller());
        call.course().plan(List.of(TARGET));
        dispatch.next(call);
        return call;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("what an operator has switched off meanwhile is not asked, and the slot goes to the next")
    void switchedOff(boolean wholeUpstream) throws Exception {
        Call first = next();
        var unused = dispatch.open(first);
        Call second = next();
        FutureTask<Refusal> opened =
                new FutureTask<>(() -> catchThrowableOfType(Refusal.class, () -> dispatch.open(second)));
        Thread.ofVirtual().start(opened);
        long until = System.nanoTime() + LONG.toNanos();
        while (slots.waiting("one") == 0 && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }

        board.disable(wholeUpstream ? Subject.upstream("one") : Subject.of(TARGET), null, "admin");
        first.end();

        Refusal refusal = opened.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(ErrorKind.UPSTREAM_UNAVAILABLE);
        assertThat(second.attempts()).isEmpty();
        assertThat(slots.used("one")).isZero();
    }

    @Test
    @DisplayName("the live limit holds, also where a call of an older generation is the first to ask")
    void theLiveLimit() {
        slots.live(snapshot(2));
        Runnable first = take(snapshot);
        Runnable second = take(snapshot(2));

        assertThat(slots.used("one")).isEqualTo(2);
        first.run();
        second.run();
        assertThat(slots.used("one")).isZero();
    }

    private Runnable take(Snapshot of) {
        Upstream upstream = Objects.requireNonNull(of.upstreams().get("one"));
        return slots.take(Samples.call("any"), upstream, Duration.ofMillis(1), timers);
    }
}
