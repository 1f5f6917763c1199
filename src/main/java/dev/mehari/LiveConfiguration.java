package dev.mehari;

import dev.mehari.config.Snapshot;
import dev.mehari.demo.DemoProvider;
import dev.mehari.edge.ShadowCalls;
import dev.mehari.health.Health;
import dev.mehari.key.Bootstrap;
import dev.mehari.key.Keys;
import dev.mehari.live.Breakers;
import dev.mehari.live.CallErrors;
import dev.mehari.live.Changes;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.Generations;
import dev.mehari.live.SessionPools;
import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UsageQueue;
import dev.mehari.live.Watcher;
import dev.mehari.model.Turns;
import dev.mehari.overlay.Overlays;
import dev.mehari.protocol.Codecs;
import dev.mehari.store.Database;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.StaleReplies;
import dev.mehari.upstream.Timers;
import dev.mehari.upstream.UpstreamSlots;
import dev.mehari.usage.UsageLedger;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Generations, from their steps to their end. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
    @Bean
    Turns mehariTurns() {
        return new Turns();
    }

    @Bean
    UsageQueue mehariUsageQueue() {
        return new UsageQueue();
    }

    @Bean
    CallErrors mehariCallErrors(Codecs codecs) {
        return new CallErrors(codecs);
    }

    @Bean
    GatewaySteps mehariSteps(
            Codecs codecs,
            Timers timers,
            UpstreamSlots slots,
            Turns turns,
            ShadowCalls shadows,
            StaleReplies staleReplies,
            Keys keys,
            UsageLedger ledger,
            UsageQueue queue,
            CallErrors errors,
            TokenCounter counter,
            Health health,
            Database database,
            Clock clock) {
        return new GatewaySteps(
                codecs,
                timers,
                slots,
                turns,
                shadows,
                staleReplies,
                keys,
                ledger,
                queue,
                errors,
                counter,
                health,
                database.writes(),
                clock);
    }

    @Bean
    GenerationBuilder mehariGenerationBuilder(
            Breakers breakers,
            UpstreamClients clients,
            SessionPools sessions,
            GatewaySteps steps,
            UpstreamSlots slots,
            PrometheusMeterRegistry metrics,
            Clock clock) {
        sessions.observe(new SessionGauges(metrics, sessions));
        Consumer<Snapshot> limits = slots::live;
        ConcurrencyGauges gauges = new ConcurrencyGauges(metrics, slots);
        return new GenerationBuilder(breakers, clients, sessions, steps, limits.andThen(gauges::live), clock);
    }

    @Bean
    Generations mehariGenerations(MehariProperties properties) {
        return new Generations(properties.live().drain());
    }

    @Bean
    Changes mehariChanges(
            Home home,
            Overlays overlays,
            GenerationBuilder builder,
            Generations generations,
            DemoProvider demo,
            Breakers breakers,
            UpstreamClients clients,
            Timers timers,
            UsageQueue queue,
            Clock clock,
            PrometheusMeterRegistry metrics) {
        GatewayMeters.bind(metrics, breakers, clients, timers, queue, generations);
        Changes changes =
                new Changes(home.files(), overlays, Wiring.loader(home, demo.url()), builder, generations, clock);
        GatewayMeters.bind(metrics, changes);
        return changes;
    }

    @Bean
    GatewayLifecycle mehariLifecycle(
            Home home, Changes changes, Generations generations, Bootstrap bootstrap, MehariProperties properties) {
        Watcher watcher = new Watcher(home.files(), changes, properties.live().watch());
        return new GatewayLifecycle(home, changes, generations, bootstrap, watcher);
    }

    @Bean
    StartFiles mehariStartFiles(Home home) {
        return new StartFiles(home);
    }

    @Bean
    Leaving mehariLeaving(Generations generations, MehariProperties properties) {
        return new Leaving(generations, properties.shutdown().delay());
    }

    @Bean
    LastCalls mehariLastCalls(Generations generations, Timers timers) {
        return new LastCalls(generations, timers);
    }
}
