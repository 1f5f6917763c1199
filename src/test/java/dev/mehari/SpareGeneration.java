package dev.mehari;

import dev.mehari.config.Snapshot;
import dev.mehari.health.Health;
import dev.mehari.key.Keys;
import dev.mehari.live.Breakers;
import dev.mehari.live.CallErrors;
import dev.mehari.live.FileSet;
import dev.mehari.live.Generation;
import dev.mehari.live.GenerationBuilder;
import dev.mehari.live.SessionPools;
import dev.mehari.live.Steps;
import dev.mehari.live.UpstreamClients;
import dev.mehari.live.UsageQueue;
import dev.mehari.model.Turns;
import dev.mehari.protocol.Codecs;
import dev.mehari.store.Database;
import dev.mehari.tokens.TokenCounter;
import dev.mehari.upstream.Shadows;
import dev.mehari.upstream.StaleReplies;
import dev.mehari.upstream.Timers;
import dev.mehari.upstream.UpstreamSlots;
import dev.mehari.usage.UsageLedger;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/** Builds generations of the application's own steps for tests, which may look into their Camel context and change it. */
final class SpareGeneration {
    private final Breakers breakers;
    private final UpstreamClients clients;
    private final Clock clock;
    private final GatewaySteps steps;
    private @Nullable Probe last;

    SpareGeneration(
            Breakers breakers,
            UpstreamClients clients,
            Clock clock,
            Codecs codecs,
            Timers timers,
            Keys keys,
            UsageLedger ledger,
            UsageQueue queue,
            CallErrors errors,
            Database database) {
        this.breakers = breakers;
        this.clients = clients;
        this.clock = clock;
        this.steps = new GatewaySteps(
                codecs,
                timers,
                new UpstreamSlots(),
                new Turns(),
                Shadows.NONE,
                StaleReplies.NONE,
                keys,
                ledger,
                queue,
                errors,
                new TokenCounter(),
                new Health(clock),
                database.writes(),
                clock);
    }

    Generation build(Snapshot snapshot, SortedMap<String, byte[]> routes) {
        Probe probe = new Probe();
        last = probe;
        return new GenerationBuilder(
                        breakers,
                        clients,
                        new SessionPools(clock),
                        s -> {
                            Map<String, Object> beans =
                                    new HashMap<>(steps.apply(s).beans());
                            beans.put("probe", probe);
                            return new Steps(beans);
                        },
                        clock)
                .build(snapshot, new FileSet("test", new TreeMap<>(), routes));
    }

    /** The context of the generation that was built last. */
    CamelContext context() {
        CamelContext context = last == null ? null : last.getCamelContext();
        if (context == null) {
            throw new IllegalStateException("nothing was built");
        }
        return context;
    }

    /** A step that no route names: Camel tells it where it lives. */
    private static final class Probe implements CamelContextAware {
        private @Nullable CamelContext context;

        @Override
        public @Nullable CamelContext getCamelContext() {
            return context;
        }

        @Override
        public void setCamelContext(CamelContext camelContext) {
            context = camelContext;
        }
    }
}
