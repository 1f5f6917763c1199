package dev.mehari.live;

import dev.mehari.config.ByRoute;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import org.apache.camel.spi.Registry;

/**
 * What a generation shares with others.
 *
 * @param told that it takes calls from now on
 */
record Uses(Breakers.Use breakers, UpstreamClients.Use clients, SessionPools.Use sessions, Runnable told)
        implements Generation.Holds {
    /** Puts what belongs to each upstream where its route looks for it. */
    void bind(Registry registry, Snapshot snapshot) {
        for (Upstream upstream : snapshot.upstreams().values()) {
            registry.bind("breaker-" + upstream.name(), breakers.of(upstream));
            registry.bind("client-" + upstream.name(), clients.of(upstream));
            ByRoute route = upstream.route();
            if (route != null && route.sessions() != null) {
                registry.bind(SessionSteps.pool(upstream.name()), sessions.of(upstream, route.sessions()));
            }
        }
    }

    /** The same for a generation that nobody is shown. */
    Generation.Holds unseen() {
        Uses uses = this;
        return new Generation.Holds() {
            @Override
            public void live() {}

            @Override
            public void release() {
                uses.release();
            }
        };
    }

    @Override
    public void live() {
        breakers.live();
        clients.live();
        sessions.live();
        told.run();
    }

    @Override
    public void release() {
        breakers.release();
        clients.release();
        sessions.release();
    }
}
