package dev.mehari;

import dev.mehari.config.Streams;
import dev.mehari.edge.Buffers;
import dev.mehari.edge.CallMetrics;
import dev.mehari.edge.Calls;
import dev.mehari.edge.Departures;
import dev.mehari.edge.EdgeEngine;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.edge.EdgeFilter;
import dev.mehari.edge.EdgeRoutes;
import dev.mehari.edge.EdgeServer;
import dev.mehari.edge.EdgeSettings;
import dev.mehari.edge.HealthPages;
import dev.mehari.edge.HeldBodies;
import dev.mehari.edge.Keepalives;
import dev.mehari.edge.ModelPages;
import dev.mehari.edge.Passthroughs;
import dev.mehari.edge.ShadowCalls;
import dev.mehari.edge.UpstreamPaths;
import dev.mehari.edge.Ways;
import dev.mehari.health.Health;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.Keys;
import dev.mehari.live.Breakers;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import dev.mehari.live.UsageQueue;
import dev.mehari.protocol.Codecs;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** HTTP in, for callers. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {
    @Bean
    CallMetrics mehariCallMetrics(PrometheusMeterRegistry metrics) {
        return new CallMetrics(metrics);
    }

    @Bean
    ShadowCalls mehariShadows(
            Generations generations,
            Breakers breakers,
            CallErrors errors,
            CallMetrics counts,
            UsageQueue queue,
            PrometheusMeterRegistry metrics,
            Clock clock) {
        ShadowCalls shadows = new ShadowCalls(generations, breakers, errors, counts, queue, clock);
        GatewayMeters.bind(metrics, shadows);
        return shadows;
    }

    @Bean
    EdgeErrors mehariEdgeErrors(Codecs codecs, Clock clock) {
        return new EdgeErrors(codecs, clock);
    }

    @Bean
    EdgeServer mehariEdgeServer(EdgeErrors errors) {
        return new EdgeServer(errors);
    }

    @Bean("platform-http-engine")
    EdgeEngine mehariEngine(EdgeErrors errors, Buffers buffers) {
        return new EdgeEngine(errors, buffers);
    }

    @Bean
    Buffers mehariBuffers(Generations generations) {
        return new Buffers(
                () -> generations.live().map(g -> g.snapshot().streams()).orElse(Streams.DEFAULT));
    }

    @Bean
    HeldBodies mehariHeldBodies(
            MehariProperties properties, ScheduledExecutorService clockwork, PrometheusMeterRegistry metrics) {
        HeldBodies held =
                new HeldBodies(properties.request().held(), properties.request().readTimeout(), clockwork);
        GatewayMeters.bind(metrics, held);
        return held;
    }

    @Bean
    Ways mehariWays(EdgeEngine engine, Generations generations) {
        return new Ways(engine, new UpstreamPaths(() -> generations.live().map(Generation::snapshot)));
    }

    @Bean
    FilterRegistrationBean<EdgeFilter> mehariEdgeFilter(
            Ways ways, EdgeErrors errors, Generations generations, MehariProperties properties, Clock clock) {
        FilterRegistrationBean<EdgeFilter> filter = new FilterRegistrationBean<>(
                new EdgeFilter(ways, errors, generations::isLeaving, clock, Wiring.cors(properties.cors())));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    Departures mehariDepartures(ScheduledExecutorService clockwork) {
        return new Departures(clockwork);
    }

    @Bean
    RouteBuilder mehariEdgeRoutes(
            Codecs codecs,
            MehariProperties properties,
            Buffers buffers,
            HeldBodies held,
            Generations generations,
            Departures departures,
            CallErrors errors,
            Keys keys,
            AdminCredential admin,
            Health health,
            UsageQueue queue,
            Changes changes,
            Clock clock,
            CallMetrics counts,
            ScheduledExecutorService clockwork) {
        EdgeSettings settings = new EdgeSettings(
                Math.toIntExact(properties.request().maxBody().toBytes()),
                properties.request().readTimeout(),
                properties.passthrough().maxBody().toBytes());
        Keepalives keepalives = new Keepalives(clockwork, codecs, counts);
        Calls calls = new Calls(
                codecs, settings, buffers, held, generations, departures, keepalives, errors, counts, queue, clock);
        HealthPages pages = new HealthPages(generations, changes, keys, admin, health, clock);
        Passthroughs passthroughs = new Passthroughs(calls, generations, settings);
        return new EdgeRoutes(calls, passthroughs, new ModelPages(keys, generations), pages);
    }
}
