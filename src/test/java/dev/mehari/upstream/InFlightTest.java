package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstream {@code one}: connect 1 s, pool 1 s, headers 5 s, first event 3 s, gap 2 s, total 20 s. */
final class InFlightTest {
    private final Clockwork clockwork = new Clockwork();
    private final Timers timers = new Timers(clockwork);
    private final Call call = Samples.call("fast");
    private final InFlight flight;
    private final AtomicInteger stops = new AtomicInteger();

    InFlightTest() {
        Dispatch dispatch = new Dispatch(Samples.snapshot(), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        call.plan(List.of(Target.of("one/small")));
        call.nextTarget();
        flight = dispatch.open(call);
    }

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    private void send() {
        flight.stoppable(stops::incrementAndGet);
        flight.enter(InFlight.Phase.HEADERS);
    }

    /** Stopping may block, so it has a thread of its own. */
    private void stopped() {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(stops).hasValue(1));
    }

    @Test
    void connectingMayTakeTheSumOfItsTimers() {
        look(2.9);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        look(3.1);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
    }

    @Test
    void onceSentTheStatusLineHasItsOwnTimer() {
        send();
        look(4.9);
        assertThat(stops).hasValue(0);
        look(5.1);
        stopped();
        assertThat(flight.failure(null).refusal().text()).contains("did not answer in time");
    }

    @Test
    void theFirstEventHasItsOwnTimer() {
        send();
        flight.enter(InFlight.Phase.FIRST_EVENT);
        look(2.9);
        assertThat(stops).hasValue(0);
        look(3.1);
        stopped();
        assertThat(flight.failure(null).refusal().text()).contains("no first event in time");
    }

    @Test
    void everyEventStartsTheGapAnewAndNoTotalEndsAStream() {
        send();
        flight.enter(InFlight.Phase.GAP);
        look(1.9);
        assertThat(stops).hasValue(0);
        look(2.1);
        stopped();
        assertThat(flight.failure(null).refusal().text()).contains("stopped sending");
    }

    @Test
    void aStopThatComesBeforeTheConnectionWaitsForIt() {
        look(8);
        look(9);
        assertThat(stops).hasValue(0);

        send();

        assertThat(stops)
                .as("at once, on the thread that brings the connection")
                .hasPositiveValue();
    }

    @Test
    void aCallerWhoLeavesStopsItAndIsNoFaultOfTheUpstream() {
        send();

        call.cancel();

        stopped();
        UpstreamFailure failure = flight.failure(new IOException("closed"));
        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);
        assertThat(failure.fault()).isFalse();
        assertThat(failure.last()).isTrue();
    }

    @Test
    void aCallerWhoLeftBeforeItWasSentStopsItAtOnce() {
        call.cancel();

        send();

        stopped();
    }

    @Test
    void theClockworkLooksAtWhatIsInFlightAndAtNothingElse() {
        send();
        clockwork.tick();
        assertThat(stops).as("five seconds are not over").hasValue(0);
        assertThat(timers.inFlight()).isEqualTo(1);

        call.end();

        assertThat(timers.inFlight()).isZero();
    }

    @Test
    void theFirstEndCounts() {
        flight.end(ErrorKind.UPSTREAM_TIMEOUT);
        flight.end(null);

        assertThat(flight.attempt().error()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(flight.attempt().endedAt()).isEqualTo(Samples.NOW);
    }

    /** Looks at the timers as if this many seconds had passed since the last phase began, some milliseconds ago. */
    private void look(double seconds) {
        flight.check(System.nanoTime()
                + Duration.ofMillis(Math.round(seconds * 1000)).toNanos());
    }

    private ErrorKind why() {
        return flight.failure(new IOException("x")).refusal().kind();
    }
}
