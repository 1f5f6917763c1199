package dev.mehari;

import dev.mehari.live.Breakers;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UsageQueue;
import dev.mehari.upstream.Timers;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The meters that are read, not counted call by call. */
final class GatewayMeters {
    private GatewayMeters() {}

    static void bind(
            MeterRegistry registry,
            Breakers breakers,
            UpstreamClients clients,
            Timers timers,
            UsageQueue queue,
            Generations generations) {
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers.registry())
                .bindTo(registry);
        FunctionCounter.builder("mehari.usage.dropped", queue, UsageQueue::dropped)
                .description("records of calls that will never be written")
                .register(registry);
        Gauge.builder("mehari.attempts.in.flight", timers, Timers::inFlight).register(registry);
        Gauge.builder(
                        "mehari.calls.in.flight",
                        generations,
                        g -> g.live().map(now -> now.inUse()).orElse(0))
                .register(registry);
        Gauge.builder(
                        "mehari.generation",
                        generations,
                        g -> g.live().map(now -> now.number()).orElse(0))
                .description("number of the live generation, 0 when none is live")
                .register(registry);
        clients.observe((upstream, pool) -> {
            Tags tags = Tags.of("upstream", upstream);
            Gauge.builder("mehari.pool.leased", pool, p -> p.getTotalStats().getLeased())
                    .tags(tags)
                    .register(registry);
            Gauge.builder("mehari.pool.idle", pool, p -> p.getTotalStats().getAvailable())
                    .tags(tags)
                    .register(registry);
            Gauge.builder("mehari.pool.waiting", pool, p -> p.getTotalStats().getPending())
                    .tags(tags)
                    .register(registry);
        });
        clients.observeWaits((upstream, waited) ->
                registry.timer("mehari.pool.wait", "upstream", upstream).record(waited));
    }
}
