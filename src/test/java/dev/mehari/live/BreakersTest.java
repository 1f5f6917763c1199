package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Upstream;
import dev.mehari.sample.Samples;
import dev.mehari.upstream.Flights;
import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Upstream {@code one} opens when two of four calls fail. */
final class BreakersTest {
    private final Breakers breakers = new Breakers();
    private final Upstream one = Samples.upstream("one");

    static Stream<Arguments> failures() {
        Refusal refusal = new Refusal(ErrorKind.UPSTREAM_ERROR, "broken");
        return Stream.of(
                Arguments.of(UpstreamFailure.fault(refusal), "OPEN"),
                Arguments.of(new RuntimeException("wrapped", UpstreamFailure.fault(refusal)), "OPEN"),
                Arguments.of(UpstreamFailure.other(refusal), "CLOSED"),
                Arguments.of(new Refusal(ErrorKind.PROTOCOL_NOT_SUPPORTED, "no"), "CLOSED"),
                Arguments.of(new IllegalStateException("a bug of ours"), "CLOSED"),
                // The connection itself, where no step of ours could word it.
                Arguments.of(new IOException("reset"), "OPEN"),
                Arguments.of(new IllegalStateException(new IOException("reset")), "OPEN"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void onlyFaultsOfTheUpstreamCount(Throwable thrown, String state) {
        CircuitBreaker breaker = live(one);
        for (int i = 0; i < 4; i++) {
            breaker.onError(1, TimeUnit.MILLISECONDS, thrown);
        }

        assertThat(breakers.state("one")).isEqualTo(state);
    }

    @Test
    void aBreakerOutlivesAGenerationUntilItsSettingsChange() {
        CircuitBreaker first = live(one);
        first.transitionToOpenState();

        assertThat(live(Samples.upstream("one"))).isSameAs(first);
        assertThat(breakers.state("one")).isEqualTo("OPEN");
        assertThat(live(changed(one))).isNotSameAs(first);
        assertThat(breakers.state("one")).isEqualTo("CLOSED");
    }

    @Test
    void aBreakerGoesWithTheLastGenerationThatKnewItsUpstream() {
        Breakers.Use older = breakers.use();
        Breakers.Use newer = breakers.use();
        older.of(one).transitionToOpenState();
        older.live();
        newer.of(one);
        newer.live();

        older.release();
        assertThat(breakers.state("one")).isEqualTo("OPEN");
        newer.release();

        assertThat(breakers.state("one")).isEqualTo("CLOSED");
        assertThat(breakers.registry().getAllCircuitBreakers()).isEmpty();
        assertThat(live(one).getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aGenerationThatNeverWentLiveChangesNothingThatIsSeen() {
        live(one).transitionToOpenState();

        Breakers.Use refused = breakers.use();
        refused.of(changed(one));
        refused.of(Samples.upstream("two"));
        refused.release();

        assertThat(breakers.state("one")).isEqualTo("OPEN");
        assertThat(breakers.registry().getAllCircuitBreakers()).hasSize(1);
    }

    @Test
    void oneUpstreamSaysNothingOfAnother() {
        live(one).transitionToOpenState();
        live(Samples.upstream("two"));

        assertThat(breakers.state("two")).isEqualTo("CLOSED");
        assertThat(breakers.state("never seen")).isEqualTo("CLOSED");
    }

    /** A stream that breaks off after its beginning is one failure, not a success and a failure. */
    @Test
    void aStreamCountsOnceWhenItIsOver() {
        CircuitBreaker breaker = live(one);
        List<InFlight> flights = Stream.generate(Flights::open).limit(4).toList();
        for (InFlight flight : flights) {
            breaker.onResult(1, TimeUnit.MILLISECONDS, exchangeWith(flight));
        }
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls())
                .as("outcomes of streams that go on")
                .isZero();

        flights.forEach(f -> Flights.end(f, ErrorKind.UPSTREAM_STREAM_INTERRUPTED));

        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(4);
        assertThat(breakers.state("one")).isEqualTo("OPEN");
    }

    @Test
    void aStreamThatItsCallerLeftSaysNothing() {
        CircuitBreaker breaker = live(one);
        InFlight flight = Flights.open();
        breaker.onResult(1, TimeUnit.MILLISECONDS, exchangeWith(flight));

        Flights.end(flight, ErrorKind.CLIENT_CANCELLED);

        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    /** Waiting for the end of a probe would keep everybody else out for as long as it streams. */
    @Test
    void aProbeCountsWhenItsStreamBegins() {
        CircuitBreaker breaker = live(one);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.tryAcquirePermission()).isTrue();
            breaker.onResult(1, TimeUnit.MILLISECONDS, exchangeWith(Flights.open()));
        }

        assertThat(breakers.state("one")).isEqualTo("CLOSED");
    }

    /** Neither how it ends nor who left it tells anything about an upstream that is being probed. */
    @Test
    void aStreamOfBeforeItOpenedIsNoProbe() {
        CircuitBreaker breaker = live(one);
        List<InFlight> old = Stream.generate(Flights::open).limit(20).toList();
        old.forEach(f -> breaker.onResult(1, TimeUnit.MILLISECONDS, exchangeWith(f)));
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();

        old.subList(0, 10).forEach(f -> Flights.end(f, ErrorKind.CLIENT_CANCELLED));
        old.subList(10, 20).forEach(f -> Flights.end(f, ErrorKind.UPSTREAM_STREAM_INTERRUPTED));

        assertThat(breakers.state("one")).isEqualTo("HALF_OPEN");
        assertThat(Stream.generate(breaker::tryAcquirePermission).limit(5).filter(p -> p))
                .as("permits for probes")
                .hasSize(3);
    }

    /** As a generation of this upstream alone has it, which has gone live. */
    private CircuitBreaker live(Upstream upstream) {
        Breakers.Use use = breakers.use();
        CircuitBreaker breaker = use.of(upstream);
        use.live();
        return breaker;
    }

    private static Exchange exchangeWith(InFlight flight) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.setProperty("flight", flight);
        return exchange;
    }

    private static Upstream changed(Upstream u) {
        return new Upstream(
                u.name(),
                u.protocol(),
                u.responses(),
                u.baseUrl(),
                u.credentials(),
                u.needsCredential(),
                u.quirks(),
                u.headers(),
                u.timeouts(),
                new Upstream.Breaker(10, 10, 10, Duration.ofSeconds(1)),
                u.cooldown(),
                u.credentialPool(),
                u.pool(),
                u.concurrency(),
                u.proxy(),
                u.ca(),
                u.defaults(),
                u.verbose(),
                u.standing(),
                u.route());
    }
}
