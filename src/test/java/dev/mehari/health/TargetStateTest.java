package dev.mehari.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Cooldown;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("faults 2.10, 6.4: when a target is left alone")
final class TargetStateTest extends OnHealth {
    private static final Target OTHER = Target.of("u/other");
    private static final Target FREE = Target.of("free/model");

    private void broken(int times) {
        for (int i = 0; i < times; i++) {
            fails(TARGET, "a", ErrorKind.UPSTREAM_ERROR);
        }
    }

    private void good(int times) {
        for (int i = 0; i < times; i++) {
            good(TARGET, "a");
        }
    }

    @Test
    @DisplayName("fault 2.10: one of twenty fails: still in rotation")
    void oneOfTwenty() {
        good(19);
        broken(1);

        assertThat(states.leftAlone(TARGET)).isNull();
    }

    @Test
    @DisplayName("fault 2.10: nineteen that all fail are too few to say anything, twenty are enough")
    void minimumVolume() {
        broken(19);
        assertThat(states.leftAlone(TARGET)).isNull();
        broken(1);

        assertThat(states.leftAlone(TARGET)).contains("20 of its last 20 attempts failed");
        assertThat(states.leftAlone(OTHER)).as("fault 6.4: another model of it").isNull();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UPSTREAM_REJECTED",
                "CONTEXT_LENGTH_EXCEEDED",
                "CONTENT_POLICY_VIOLATION",
                "CLIENT_CANCELLED",
                "MODEL_NOT_FOUND"
            })
    @DisplayName("fault 2.10: what callers do wrong, and their leaving, changes nothing")
    void callersMistakes(ErrorKind kind) {
        for (int i = 0; i < 1000; i++) {
            fails(TARGET, "a", kind);
        }

        assertThat(states.leftAlone(TARGET)).isNull();
        assertThat(credential("a").status()).isEqualTo(CredentialStatus.AVAILABLE);
        assertThat(credential("a").score(clock.millis())).isEqualTo(1);
    }

    @Test
    @DisplayName("fault 2.10: a fault that is none of the upstream's, a timer of the alias say, does not count")
    void impatience() {
        for (int i = 0; i < 40; i++) {
            AttemptWatch watch = states.begin(TARGET, "a");
            watch.over(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late"), false);
        }

        assertThat(states.leftAlone(TARGET)).isNull();
    }

    @Test
    @DisplayName("fault 2.10: after its time one call tries it, the others wait for that one")
    void oneCallTries() {
        broken(20);
        clock.turn(Duration.ofSeconds(14));
        assertThat(states.leftAlone(TARGET)).isNotNull();
        clock.turn(Duration.ofSeconds(1));
        assertThat(states.leftAlone(TARGET)).isNull();

        AttemptWatch tries = states.begin(TARGET, "b");
        assertThat(states.leftAlone(TARGET)).as("while one tries").isNotNull();
        tries.committed();

        assertThat(states.leftAlone(TARGET)).as("its stream may last").isNull();
        broken(1);
        assertThat(states.leftAlone(TARGET)).as("counted anew").isNull();
    }

    @Test
    @DisplayName("fault 2.10: of two that begin at the same moment one tries it")
    void oneOfTwoTries() {
        TargetState state = new TargetState(Target.of("openai/gpt-5"));
        state.leaveAlone(Rest.Cause.FAILING, "failing", Duration.ofSeconds(1), 0);

        assertThat(state.begin(Cooldown.DEFAULT, 1_000)).isTrue();
        assertThat(state.begin(Cooldown.DEFAULT, 1_000)).isFalse();
    }

    @Test
    @DisplayName("fault 2.10: a try that fails leaves it alone for as long again, one that says nothing does not")
    void triesThatFail() {
        broken(20);
        clock.turn(Duration.ofSeconds(15));
        fails(TARGET, "a", ErrorKind.CLIENT_CANCELLED);
        assertThat(states.leftAlone(TARGET)).as("the caller of the try left").isNull();
        broken(1);
        assertThat(states.leftAlone(TARGET)).isNotNull();
        clock.turn(Duration.ofSeconds(15));
        fails(TARGET, "a", ErrorKind.UPSTREAM_REJECTED);

        assertThat(states.leftAlone(TARGET)).as("it answers").isNull();
    }

    @Test
    @DisplayName("fault 2.10: a try whose end nobody sees keeps the others away for a time only")
    void lostTry() {
        broken(20);
        clock.turn(Duration.ofSeconds(15));
        var unused = states.begin(TARGET, "a");
        assertThat(states.leftAlone(TARGET)).isNotNull();
        clock.turn(Duration.ofSeconds(15));

        assertThat(states.leftAlone(TARGET)).isNull();
    }

    @Test
    @DisplayName("fault 2.10: it fails for 60 s, is well again, and is back within 30 s")
    void flap() {
        int asked = 0;
        for (int second = 0; second < 60; second++) {
            while (states.leftAlone(TARGET) == null && asked < 1000) {
                broken(1);
                asked++;
            }
            clock.turn(Duration.ofSeconds(1));
        }
        assertThat(asked).as("left alone in between").isBetween(20, 30);
        int waited = 0;
        while (states.leftAlone(TARGET) != null) {
            clock.turn(Duration.ofSeconds(1));
            waited++;
        }
        good(1);

        assertThat(waited).isLessThan(30);
        assertThat(states.leftAlone(TARGET)).isNull();
    }

    @Test
    @DisplayName("a 429 of an upstream without credentials leaves the target alone, and no other")
    void withoutCredentials() {
        fails(FREE, null, new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(7)));

        assertThat(states.rest(FREE)).extracting(Rest::cause).isEqualTo(Rest.Cause.RATE_LIMITED);
        assertThat(states.leftAlone(Target.of("free/other"))).isNull();
        clock.turn(Duration.ofSeconds(7));
        assertThat(states.leftAlone(FREE)).isNull();
    }

    @Test
    @DisplayName("nothing is left alone where nothing is to be")
    void off() {
        configured("cooldown: {longest: 0s}");
        broken(100);
        for (int i = 0; i < 100; i++) {
            limited("a", Duration.ofSeconds(60));
            fails(TARGET, "a", ErrorKind.UPSTREAM_AUTH_FAILED);
        }

        assertThat(states.leftAlone(TARGET)).isNull();
        assertThat(credential("a").rest(clock.millis())).isNull();
        assertThat(credential("a").status()).isEqualTo(CredentialStatus.AVAILABLE);
    }

    @Test
    void theFigureIsADecayedAverageThatIsForgotten() {
        assertThat(states.latencyMillis(TARGET)).isEmpty();
        good(1);
        assertThat(states.latencyMillis(TARGET)).isPresent();
        clock.turn(Duration.ofMinutes(6));
        assertThat(states.latencyMillis(TARGET)).as("somebody should ask again").isEmpty();
        TargetState state = health.target(OTHER);
        state.answeredAfter(100, 1);
        state.answeredAfter(200, 2);
        assertThat(state.latencyMillis(3)).hasValue(120);
    }

    @Test
    @DisplayName("who was not waited for took so long at the least: that counts where it is more than was known")
    void atLeast() {
        TargetState state = health.target(OTHER);
        state.tookAtLeast(50, 1);
        state.tookAtLeast(2000, 2);
        state.tookAtLeast(1000, 3);
        assertThat(state.latencyMillis(4)).as("the most that was seen").hasValue(2000);
        state.answeredAfter(300, 5);
        assertThat(state.latencyMillis(6)).as("a real figure is better").hasValue(300);
        state.tookAtLeast(200, 7);
        assertThat(state.latencyMillis(8)).as("less says nothing").hasValue(300);
        state.tookAtLeast(800, 9);
        assertThat(state.latencyMillis(10)).hasValue(400);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUTRUN", "CLIENT_CANCELLED", "UPSTREAM_TIMEOUT", "UPSTREAM_ERROR", "UPSTREAM_RATE_LIMITED"})
    @DisplayName("an attempt that was cut short says how long it took so far, one that failed by itself says nothing")
    void cutShort(ErrorKind kind) {
        fails(OTHER, "a", kind);

        assertThat(states.latencyMillis(OTHER).isPresent())
                .isEqualTo(kind == ErrorKind.OUTRUN
                        || kind == ErrorKind.CLIENT_CANCELLED
                        || kind == ErrorKind.UPSTREAM_TIMEOUT);
    }

    @Test
    @DisplayName("a failure counts also when the attempt's thread ended before anybody said so")
    void toldLate() {
        for (int i = 0; i < 20; i++) {
            AttemptWatch watch = states.begin(TARGET, "a");
            watch.ended();
            watch.over(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken"), true);
        }

        assertThat(states.leftAlone(TARGET)).isNotNull();
    }

    @Test
    void manyAtOnceAreCountedExactly() {
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2000; i++) {
                String with = i % 2 == 0 ? "a" : "b";
                many.execute(() -> {
                    AttemptWatch watch = states.begin(OTHER, with);
                    watch.committed();
                    watch.over(null, false);
                    watch.over(new Refusal(ErrorKind.UPSTREAM_ERROR, "said twice"), true);
                    watch.ended();
                    watch.ended();
                });
            }
        }

        assertThat(states.inFlight(OTHER)).isZero();
        for (String id : new String[] {"a", "b"}) {
            CredentialFigures.Figures figures = credential(id).figures().now();
            assertThat(figures.inFlight()).isZero();
            assertThat(figures.attempts()).isEqualTo(1000);
            assertThat(figures.successes()).isEqualTo(1000);
            assertThat(figures.failures()).isZero();
        }
    }
}
