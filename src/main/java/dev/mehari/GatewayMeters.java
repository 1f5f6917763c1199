package dev.mehari;

import dev.mehari.edge.HeldBodies;
import dev.mehari.edge.ShadowCalls;
import dev.mehari.live.Breakers;
import dev.mehari.live.Changes;
import dev.mehari.live.Generations;
import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UsageQueue;
import dev.mehari.upstream.Timers;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters that are read, not counted call by call. */
final class GatewayMeters {
    private GatewayMeters() {}

    /** How changes went. */
    static void bind(MeterRegistry registry, Changes changes) {
        Gauge.builder("mehari.generation.degraded", changes, c -> c.status().degraded() ? 1 : 0)
                .description("1 when the last change of the files was refused")
                .register(registry);
        FunctionCounter.builder("mehari.reloads", changes, Changes::wentLive)
                .tags("outcome", "live")
                .description("changes that went live or were refused")
                .register(registry);
        FunctionCounter.builder("mehari.reloads", changes, Changes::refused)
                .tags("outcome", "refused")
                .description("changes that went live or were refused")
                .register(registry);
    }

    static void bind(MeterRegistry registry, HeldBodies held) {
        Gauge.builder("mehari.requests.held.bytes", held, HeldBodies::held)
                .description("bodies of requests that are held, or on their way")
                .register(registry);
        Gauge.builder("mehari.requests.held.max.bytes", held, HeldBodies::size)
                .description("room for bodies of requests")
                .register(registry);
        Gauge.builder("mehari.requests.waiting", held, HeldBodies::waiting)
                .description("requests that wait for room before they are read")
                .register(registry);
        FunctionCounter.builder("mehari.requests.refused", held, HeldBodies::refused)
                .description("requests that found no room in time")
                .register(registry);
    }

    static void bind(MeterRegistry registry, ShadowCalls shadows) {
        Gauge.builder("mehari.mirror.running", shadows, ShadowCalls::running)
                .description("copies of calls under way")
                .register(registry);
        FunctionCounter.builder("mehari.mirror.dropped", shadows, ShadowCalls::dropped)
                .description("copies of calls that were not sent")
                .register(registry);
    }

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
        Gauge.builder("mehari.calls.in.flight", generations, Generations::inUse).register(registry);
        Gauge.builder(
                        "mehari.generation",
                        generations,
                        g -> g.live().map(now -> now.number()).orElse(0))
                .description("number of the live generation, 0 when none is live")
                .register(registry);
        Gauge.builder(
                        "mehari.generations.draining",
                        generations,
                        g -> g.draining().size())
                .description("older generations that still have calls")
                .register(registry);
        PoolGauges pools = new PoolGauges(registry, clients);
        clients.observe(pools);
        clients.observeWaits(pools::waited);
    }
}
