package dev.mehari.live;

import dev.mehari.upstream.InFlight;
import dev.mehari.upstream.UpstreamFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;

/**
 * A circuit breaker that counts a call once, when its outcome is known. The circuit-breaker EIP sees a stream begin and
 * takes that for a success; an upstream that breaks off each of its streams would never open its breaker.
 *
 * <p>Only while the breaker is closed is an outcome waited for. Half-open, the beginning decides: a probe that streams
 * for minutes would keep all other calls away so long.
 *
 * <p>A call that is only explained is let through or not as the next real one would be, and leaves no trace.
 */
final class CallBreaker implements CircuitBreaker {
    private final CircuitBreaker breaker;
    private final AtomicLong transitions = new AtomicLong();
    private volatile long changedAt;

    CallBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
        breaker.getEventPublisher().onStateTransition(event -> {
            transitions.incrementAndGet();
            changedAt = System.nanoTime();
        });
    }

    /** Whether the next call would be let through. Half-open, one is: how many probes there are now, nobody tells. */
    private boolean wouldPermit() {
        return switch (breaker.getState()) {
            case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> true;
            case FORCED_OPEN -> false;
            case OPEN -> {
                long wait = breaker.getCircuitBreakerConfig()
                        .getWaitIntervalFunctionInOpenState()
                        .apply(1);
                yield System.nanoTime() - changedAt >= TimeUnit.MILLISECONDS.toNanos(wait);
            }
        };
    }

    /** The breaker that counts; it is the one in the registry. */
    CircuitBreaker inner() {
        return breaker;
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        if (Explaining.now()) {
            return;
        }
        InFlight flight = result instanceof Exchange exchange ? HttpHop.flightOf(exchange) : null;
        if (flight != null && flight.call().isShadow()) {
            breaker.releasePermission();
            return;
        }
        long began = transitions.get();
        if (flight == null || breaker.getState() != State.CLOSED) {
            breaker.onResult(duration, unit, result);
            return;
        }
        flight.whenOver(failure -> record(began, duration, unit, failure));
    }

    /** A stream of before the breaker opened is no probe: how it ends decides nothing, and it took no permit. */
    private void record(long began, long duration, TimeUnit unit, Optional<UpstreamFailure> failure) {
        if (transitions.get() != began || breaker.getState() != State.CLOSED) {
            return;
        }
        // What does not speak against the upstream, the breaker's own settings let pass.
        failure.ifPresentOrElse(why -> breaker.onError(duration, unit, why), () -> breaker.onSuccess(duration, unit));
    }

    @Override
    public boolean tryAcquirePermission() {
        return Explaining.now() ? wouldPermit() : breaker.tryAcquirePermission();
    }

    @Override
    public void releasePermission() {
        if (!Explaining.now()) {
            breaker.releasePermission();
        }
    }

    @Override
    public void acquirePermission() {
        if (!Explaining.now()) {
            breaker.acquirePermission();
        } else if (!wouldPermit()) {
            throw CallNotPermittedException.createCallNotPermittedException(breaker);
        }
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable thrown) {
        if (!Explaining.now()) {
            breaker.onError(duration, unit, thrown);
        }
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        if (!Explaining.now()) {
            breaker.onSuccess(duration, unit);
        }
    }

    @Override
    public void reset() {
        breaker.reset();
    }

    @Override
    public void transitionToClosedState() {
        breaker.transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        breaker.transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration wait) {
        breaker.transitionToOpenStateFor(wait);
    }

    @Override
    public void transitionToOpenStateUntil(Instant until) {
        breaker.transitionToOpenStateUntil(until);
    }

    @Override
    public void transitionToHalfOpenState() {
        breaker.transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        breaker.transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        breaker.transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        breaker.transitionToForcedOpenState();
    }

    @Override
    public String getName() {
        return breaker.getName();
    }

    @Override
    public State getState() {
        return breaker.getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return breaker.getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return breaker.getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return breaker.getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return breaker.getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return breaker.getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return breaker.getTimestampUnit();
    }
}
