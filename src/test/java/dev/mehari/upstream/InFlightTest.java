package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstream {@code one}: connect 1 s, pool 1 s, headers 5 s, first event 3 s, gap 2 s, total 20 s. */
final class InFlightTest {
    private final Clockwork clockwork = new Clockwork();
    private final Timers timers = new Timers(clockwork);
    private final Call call = Samples.call("fast");
    private final InFlight flight;
    private final Semaphore stops = new Semaphore(0);

    InFlightTest() {
        Dispatch dispatch = new Dispatch(Samples.snapshot(), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        call.course().plan(List.of(Target.of("one/small")));
        call.course().nextTarget();
        flight = dispatch.open(call);
    }

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        // Pool and connection, and a second for the client, whose own timers come first.
        "CONNECT,     2.9, 3.1, could not be connected to in time",
        "HEADERS,     4.9, 5.1, did not answer in time",
        "FIRST_EVENT, 2.9, 3.1, sent no first event in time",
        "GAP,         1.9, 2.1, stopped sending",
    })
    void eachPhaseHasItsTimer(PhaseTimer.Phase phase, double early, double late, String words) {
        flight.timer().enter(phase);

        look(early);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        look(late);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(flight.failure(null).refusal().text()).contains("one", words);
        assertThat(flight.failure(null).fault()).isTrue();
    }

    /** An answer of 16 MB in one event, to a caller who reads 10 KB a second, takes half an hour. */
    @Test
    void theTimeOfACallerIsNotThatOfTheUpstream() {
        flight.commit();
        look(1_000);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        flight.timer().event();
        look(1_000);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);

        flight.timer().goOn();
        look(1.9);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        look(2.1);
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
    }

    @Test
    void whoeverReadsWaitsForTheUpstream() throws IOException {
        flight.commit();
        try (Awaited body = new Awaited(
                new ByteArrayInputStream(new byte[0]) {
                    @Override
                    public synchronized int read(byte[] to, int offset, int length) {
                        look(2.1);
                        return super.read(to, offset, length);
                    }
                },
                flight)) {
            look(1_000);
            assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
            assertThat(body.read()).isEqualTo(-1);
        }
        assertThat(why()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
    }

    /** Upstream one waits 3 s for a first event; that an alias has less patience is not its fault. */
    @Test
    void theImpatienceOfAnAliasIsNoFaultOfTheUpstream() {
        InFlight hurried = flight("hurried: {targets: [one/small], timeouts: {first-event: 1s, gap: 9s}}");
        hurried.timer().enter(PhaseTimer.Phase.FIRST_EVENT);
        hurried.check(System.nanoTime() + 1_100_000_000L);
        InFlight patient = flight("hurried: {targets: [one/small], timeouts: {first-event: 1s, gap: 9s}}");
        patient.commit();
        patient.timer().goOn();
        patient.check(System.nanoTime() + 9_100_000_000L);

        assertThat(hurried.failure(null).refusal().kind()).isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
        assertThat(hurried.failure(null).fault()).isFalse();
        assertThat(patient.failure(null).fault()).isTrue();
    }

    @Test
    void theEndOfTheCallsTimeIsNoFaultOfTheUpstream() {
        InFlight late = flight("hurried: {targets: [one/small], timeouts: {total: 2s}}");
        late.timer().enter(PhaseTimer.Phase.FIRST_EVENT);
        late.check(System.nanoTime() + 2_100_000_000L);

        assertThat(late.failure(null).fault()).isFalse();
        assertThat(late.failure(null).refusal().text()).contains("time of the call");
    }

    private InFlight flight(String alias) {
        Call hurried = Samples.call("fast");
        hurried.course().resolved("hurried", List.of(Target.of("one/small")));
        hurried.course().nextTarget();
        return new Dispatch(Samples.snapshot("  " + alias + "\n"), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC))
                .open(hurried);
    }

    @Test
    void aTimerStopsWhatWaits() throws InterruptedException {
        flight.stoppable(stops::release);
        look(2.9);
        assertThat(stops.availablePermits()).isZero();

        look(3.1);

        assertThat(stops.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStopThatComesBeforeThereIsAWayWaitsForIt() {
        look(8);

        flight.stoppable(stops::release);

        assertThat(stops.availablePermits()).isEqualTo(1);
        look(100);
        assertThat(stops.availablePermits()).as("it is stopped once").isEqualTo(1);
    }

    @Test
    void aCallerWhoLeavesStopsItAndIsNoFaultOfTheUpstream() {
        flight.stoppable(stops::release);

        call.cancellation().cancel();

        assertThat(stops.availablePermits()).isEqualTo(1);
        UpstreamFailure failure = flight.failure(new IOException("closed"));
        assertThat(failure.refusal().kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);
        assertThat(failure.fault()).isFalse();
    }

    @Test
    void aCallerWhoLeftBeforeItWasSentStopsItAtOnce() {
        call.cancellation().cancel();

        flight.stoppable(stops::release);

        assertThat(stops.availablePermits()).isEqualTo(1);
    }

    @Test
    void theStoppingGatewayIsNoFaultOfTheUpstream() {
        flight.stoppable(stops::release);

        timers.stopAll();

        assertThat(stops.availablePermits()).isEqualTo(1);
        assertThat(why()).isEqualTo(ErrorKind.NOT_READY);
        assertThat(flight.failure(null).fault()).isFalse();
    }

    @Test
    void anAttemptThatBeginsWhileTheGatewayStopsIsStoppedAtOnce() {
        timers.stopAll();
        assertThat(stops.availablePermits()).isZero();

        flight.stoppable(stops::release);

        assertThat(stops.availablePermits()).isEqualTo(1);
        assertThat(why()).isEqualTo(ErrorKind.NOT_READY);
    }

    @Test
    void theClockworkLooksAtWhatIsInFlightAndAtNothingElse() {
        clockwork.tick();
        assertThat(why()).as("three seconds are not over").isEqualTo(ErrorKind.UPSTREAM_UNREACHABLE);
        assertThat(timers.inFlight()).isEqualTo(1);

        call.end();

        assertThat(timers.inFlight()).isZero();
    }

    @Test
    void aCauseIsWordedWithoutTheNamesOfOurClasses() {
        assertThat(flight.failure(new UnknownHostException("api.internal"))
                        .refusal()
                        .text())
                .contains("host name")
                .doesNotContain("api.internal", "Exception");
        assertThat(flight.failure(new SSLHandshakeException("PKIX path"))
                        .refusal()
                        .text())
                .contains("TLS")
                .doesNotContain("PKIX", "Exception");
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
