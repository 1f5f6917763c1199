package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Snapshot;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a call may ask two targets at the same time. */
final class HedgedTest {
    private static final Target ONE = Target.of("one/small");
    private static final Target TWO = Target.of("two/small");

    private final Clockwork clockwork = new Clockwork();

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    /** The shipped table allows six attempts in a call, over all its targets and whatever asks them. */
    @ParameterizedTest
    @CsvSource({"0, true", "4, true", "5, false"})
    void twoAtOnceAreTwoOfItsAttempts(int sent, boolean hedged) {
        Snapshot snapshot = Samples.snapshot("  quick: {targets: [one/small, two/small], hedge-after: 1s}\n");
        Dispatch dispatch = new Dispatch(snapshot, new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        Call call = Samples.call("quick");
        call.authenticated(Samples.caller());
        call.course().resolved("quick", List.of(ONE, TWO));
        for (int i = 0; i < sent; i++) {
            Attempt attempt = new Attempt(TWO, "main", Samples.NOW);
            call.attempts().begin(attempt);
            attempt.failed(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken"));
            attempt.ended(Samples.NOW, ErrorKind.UPSTREAM_ERROR);
        }

        dispatch.next(call);

        assertThat(call.hedged()).isEqualTo(hedged);
    }
}
