package dev.mehari;

import dev.mehari.live.SessionPools;
import dev.mehari.live.UpstreamWatch;
import dev.mehari.session.SessionPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The sessions of each upstream that has a pool of them, as meters that come and go with it. */
final class SessionGauges implements UpstreamWatch {
    private final MeterRegistry registry;
    private final SessionPools pools;
    private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();

    SessionGauges(MeterRegistry registry, SessionPools pools) {
        this.registry = registry;
        this.pools = pools;
    }

    @Override
    public void appeared(String upstream) {
        Tags tags = Tags.of("upstream", upstream);
        meters.put(
                upstream,
                List.of(
                        gauge("mehari.sessions", tags.and("state", "idle"), upstream, SessionPool.Stats::idle),
                        gauge("mehari.sessions", tags.and("state", "busy"), upstream, SessionPool.Stats::busy),
                        gauge("mehari.sessions.calls", tags, upstream, SessionPool.Stats::calls),
                        gauge("mehari.sessions.waiting", tags, upstream, SessionPool.Stats::waiting)));
    }

    @Override
    public void vanished(String upstream) {
        List<Meter> gone = meters.remove(upstream);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private Meter gauge(String name, Tags tags, String upstream, ToDoubleFunction<SessionPool.Stats> figure) {
        return Gauge.builder(name, pools, p -> figure.applyAsDouble(p.stats(upstream)))
                .tags(tags)
                .register(registry);
    }
}
