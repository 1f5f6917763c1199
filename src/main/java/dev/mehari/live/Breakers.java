package dev.mehari.live;

import dev.mehari.config.Upstream;
import dev.mehari.upstream.UpstreamFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One circuit breaker per upstream. They outlive generations; only a changed setting makes a new one. The registry, and
 * with it the metrics, has those of the live generation and of upstreams that an older one still uses.
 */
public final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private record Key(String upstream, Upstream.Breaker settings) {}

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final Shared<Key, CallBreaker> breakers = new Shared<>();

    /** For binding its metrics. */
    public CircuitBreakerRegistry registry() {
        return registry;
    }

    /** The state of an upstream's breaker; closed when there is none. */
    public String state(String upstream) {
        return registry.find(upstream)
                .map(CircuitBreaker::getState)
                .orElse(CircuitBreaker.State.CLOSED)
                .name();
    }

    /** For a generation that is about to be built. */
    Use use() {
        return new Use();
    }

    /** The breakers that one generation uses. */
    final class Use {
        private final Map<Key, CallBreaker> used = new HashMap<>();

        CircuitBreaker of(Upstream upstream) {
            Key key = new Key(upstream.name(), upstream.breaker());
            return used.computeIfAbsent(key, k -> breakers.take(k, () -> new CallBreaker(create(k))));
        }

        /** The generation goes live: its breakers are those that are shown. */
        void live() {
            synchronized (registry) {
                used.forEach((key, breaker) -> {
                    // The registry takes a breaker that was made elsewhere only in the place of another.
                    CircuitBreaker shown = registry.circuitBreaker(key.upstream(), config(key.settings()));
                    if (!shown.equals(breaker.inner())) {
                        registry.replace(key.upstream(), breaker.inner());
                    }
                });
            }
        }

        /** The generation is over. */
        void release() {
            used.keySet()
                    .forEach(key -> breakers.give(key).ifPresent(breaker -> {
                        synchronized (registry) {
                            if (registry.find(key.upstream())
                                    .filter(breaker.inner()::equals)
                                    .isPresent()) {
                                registry.remove(key.upstream());
                            }
                        }
                    }));
            used.clear();
        }
    }

    private static CircuitBreaker create(Key key) {
        CircuitBreaker breaker = CircuitBreaker.of(key.upstream(), config(key.settings()));
        breaker.getEventPublisher()
                .onStateTransition(e ->
                        LOG.warn("circuit breaker of upstream \"{}\": {}", key.upstream(), e.getStateTransition()));
        return breaker;
    }

    private static CircuitBreakerConfig config(Upstream.Breaker settings) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .waitDurationInOpenState(settings.openFor())
                // A model that thinks for minutes is not sick; how long it may is for the timers to say.
                .slowCallDurationThreshold(Duration.ofDays(1))
                .permittedNumberOfCallsInHalfOpenState(3)
                .recordException(Breakers::speaksAgainst)
                .ignoreException(e -> !speaksAgainst(e))
                .build();
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
