package dev.mehari;

import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UpstreamWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.hc.core5.pool.PoolStats;

/** The connections of each upstream, and the waits for them, as meters that come and go with it. */
final class PoolGauges implements UpstreamWatch {
    private final MeterRegistry registry;
    private final UpstreamClients clients;
    private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();
    /** Kept, because looking a meter up by its tags costs every call more than the record. */
    private final Map<String, Timer> waits = new ConcurrentHashMap<>();

    PoolGauges(MeterRegistry registry, UpstreamClients clients) {
        this.registry = registry;
        this.clients = clients;
    }

    @Override
    public void appeared(String upstream) {
        meters.put(
                upstream,
                List.of(
                        gauge("mehari.pool.leased", upstream, PoolStats::getLeased),
                        gauge("mehari.pool.idle", upstream, PoolStats::getAvailable),
                        gauge("mehari.pool.waiting", upstream, PoolStats::getPending)));
    }

    @Override
    public void vanished(String upstream) {
        meters.getOrDefault(upstream, List.of()).forEach(registry::remove);
        meters.remove(upstream);
        Timer timer = waits.remove(upstream);
        if (timer != null) {
            registry.remove(timer);
        }
    }

    /** A call waited so long for a connection. */
    void waited(String upstream, Duration time) {
        waits.computeIfAbsent(upstream, name -> registry.timer("mehari.pool.wait", "upstream", name))
                .record(time);
    }

    private Meter gauge(String name, String upstream, ToDoubleFunction<PoolStats> figure) {
        return Gauge.builder(name, clients, c -> figure.applyAsDouble(c.stats(upstream)))
                .tags("upstream", upstream)
                .register(registry);
    }
}
