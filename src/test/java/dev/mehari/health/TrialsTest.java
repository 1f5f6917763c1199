package dev.mehari.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.AttemptWatch;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.10: what the one call that tries something says of others")
final class TrialsTest extends OnHealth {
    private static final Target FREE = Target.of("free/model");

    private void failing(Target target) {
        for (int i = 0; i < 20; i++) {
            fails(target, null, ErrorKind.UPSTREAM_ERROR);
        }
        assertThat(states.leftAlone(target)).isNotNull();
    }

    private static void end(AttemptWatch attempt, ErrorKind kind) {
        attempt.over(new Refusal(kind, "no", Duration.ofSeconds(1)), false);
        attempt.ended();
    }

    @Test
    @DisplayName("a refused credential says nothing of the target: the next credential may try it at once")
    void refusedCredential() {
        failing(TARGET);
        clock.turn(Duration.ofSeconds(15));

        end(states.begin(TARGET, "a"), ErrorKind.UPSTREAM_AUTH_FAILED);

        assertThat(states.leftAlone(TARGET)).isNull();
        AttemptWatch next = states.begin(TARGET, "b");
        assertThat(states.leftAlone(TARGET)).as("that one tries it now").isNotNull();
        next.committed();
        assertThat(states.leftAlone(TARGET)).isNull();
    }

    @Test
    @DisplayName("a target that was told to slow down is asked again by all when the named time is over")
    void aNamedTimeEndsByItself() {
        fails(FREE, null, new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(1)));
        clock.turn(Duration.ofSeconds(1));

        AttemptWatch thinks = states.begin(FREE, null);

        assertThat(states.leftAlone(FREE))
                .as("one that thinks for long keeps nobody away")
                .isNull();
        thinks.over(null, false);
        assertThat(states.leftAlone(FREE)).isNull();
    }

    @Test
    @DisplayName("a 429 of late makes no failing target one that needs no trial")
    void failingStaysFailing() {
        AttemptWatch late = states.begin(FREE, null);
        failing(FREE);
        end(late, ErrorKind.UPSTREAM_RATE_LIMITED);
        clock.turn(Duration.ofSeconds(15));

        var unused = states.begin(FREE, null);

        assertThat(states.leftAlone(FREE)).as("one tries it").isNotNull();
    }

    @Test
    @DisplayName("what was wrong with a credential is not said of it any more when it is over")
    void nothingIsWrongAnyMore() {
        limited("a", Duration.ofSeconds(5));
        assertThat(credential("a").rest(TARGET.model(), clock.millis()))
                .extracting(Rest::why)
                .asString()
                .contains("limits the rate");
        clock.turn(Duration.ofSeconds(5));
        good(TARGET, "a");

        assertThat(credential("a").rest(TARGET.model(), clock.millis())).isNull();
        assertThat(credential("a").why()).isEmpty();
    }
}
