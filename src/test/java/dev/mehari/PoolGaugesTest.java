package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.live.UpstreamClients;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PoolGaugesTest {
    @Test
    void theMetersOfAnUpstreamGoWithIt() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (UpstreamClients clients = new UpstreamClients()) {
            PoolGauges gauges = new PoolGauges(registry, clients);
            for (String upstream : List.of("stays", "goes")) {
                gauges.appeared(upstream);
                gauges.waited(upstream, Duration.ofMillis(1));
                gauges.waited(upstream, Duration.ofMillis(1));
            }

            gauges.vanished("goes");

            assertThat(registry.getMeters())
                    .extracting(Meter::getId)
                    .extracting(id -> id.getTag("upstream"), Meter.Id::getName)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("stays", "mehari.pool.leased"),
                            org.assertj.core.groups.Tuple.tuple("stays", "mehari.pool.idle"),
                            org.assertj.core.groups.Tuple.tuple("stays", "mehari.pool.waiting"),
                            org.assertj.core.groups.Tuple.tuple("stays", "mehari.pool.wait"));
            assertThat(registry.get("mehari.pool.wait").timer().count()).isEqualTo(2);
        }
    }
}
