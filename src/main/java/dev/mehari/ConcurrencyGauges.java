package dev.mehari;

import dev.mehari.config.Snapshot;
import dev.mehari.upstream.UpstreamSlots;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The slots of each upstream with a limit, as meters that come and go with the limit. */
final class ConcurrencyGauges {
    private final MeterRegistry registry;
    private final UpstreamSlots slots;
    private final Map<String, List<Meter>> meters = new HashMap<>();

    ConcurrencyGauges(MeterRegistry registry, UpstreamSlots slots) {
        this.registry = registry;
        this.slots = slots;
    }

    /** These limits hold from now on. */
    synchronized void live(Snapshot snapshot) {
        meters.entrySet().removeIf(known -> {
            var upstream = snapshot.upstreams().get(known.getKey());
            boolean over = upstream == null || upstream.concurrency() == null;
            if (over) {
                known.getValue().forEach(registry::remove);
            }
            return over;
        });
        snapshot.upstreams().values().stream()
                .filter(upstream -> upstream.concurrency() != null)
                .forEach(upstream -> meters.computeIfAbsent(upstream.name(), this::register));
    }

    private List<Meter> register(String upstream) {
        return List.of(
                Gauge.builder("mehari.concurrency.used", slots, s -> s.used(upstream))
                        .tags("upstream", upstream)
                        .register(registry),
                Gauge.builder("mehari.concurrency.waiting", slots, s -> s.waiting(upstream))
                        .tags("upstream", upstream)
                        .register(registry),
                FunctionCounter.builder("mehari.concurrency.refused", slots, s -> s.refused(upstream))
                        .tags("upstream", upstream)
                        .description("attempts that got no slot in time")
                        .register(registry));
    }
}
