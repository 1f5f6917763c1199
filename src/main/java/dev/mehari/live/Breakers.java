package dev.mehari.live;

import dev.mehari.config.Upstream;
import dev.mehari.upstream.UpstreamFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One circuit breaker per upstream. They outlive generations; only a changed setting makes a new one. */
public final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private record Known(Upstream.Breaker settings, CallBreaker breaker) {}

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final Map<String, Known> breakers = new ConcurrentHashMap<>();

    /** For binding its metrics. */
    public CircuitBreakerRegistry registry() {
        return registry;
    }

    CircuitBreaker of(Upstream upstream) {
        return breakers.compute(upstream.name(), (name, known) -> {
                    if (known != null && known.settings().equals(upstream.breaker())) {
                        return known;
                    }
                    registry.remove(name);
                    return new Known(upstream.breaker(), new CallBreaker(create(name, upstream.breaker())));
                })
                .breaker();
    }

    /** The state of an upstream's breaker; closed when there is none. */
    public String state(String upstream) {
        Known known = breakers.get(upstream);
        return (known == null ? CircuitBreaker.State.CLOSED : known.breaker().getState()).name();
    }

    private CircuitBreaker create(String name, Upstream.Breaker settings) {
        CircuitBreaker breaker = registry.circuitBreaker(
                name,
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(settings.failureRate())
                        .slidingWindowSize(settings.window())
                        .minimumNumberOfCalls(settings.minimumCalls())
                        .waitDurationInOpenState(settings.openFor())
                        // A model that thinks for minutes is not sick; how long it may is for the timers to say.
                        .slowCallDurationThreshold(Duration.ofDays(1))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .recordException(Breakers::speaksAgainst)
                        .ignoreException(e -> !speaksAgainst(e))
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(
                        e -> LOG.warn("circuit breaker of upstream \"{}\": {}", name, e.getStateTransition()));
        return breaker;
    }

    /** Only faults of the upstream count: not the caller's mistakes, not the caller's leaving, not our own. */
    private static boolean speaksAgainst(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UpstreamFailure failure) {
                return failure.fault();
            }
        }
        return thrown instanceof IOException || thrown.getCause() instanceof IOException;
    }
}
