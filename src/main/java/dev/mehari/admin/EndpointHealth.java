package dev.mehari.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.Health;
import dev.mehari.health.Pool;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Rest;
import dev.mehari.health.Subject;
import dev.mehari.live.Breakers;
import java.time.Clock;
import java.util.Locale;

/** How upstreams are, by what calls met there; nothing is asked for it. */
public final class EndpointHealth {
    private final Health health;
    private final Breakers breakers;
    private final Clock clock;

    public EndpointHealth(Health health, Breakers breakers, Clock clock) {
        this.health = health;
        this.breakers = breakers;
        this.clock = clock;
    }

    ObjectNode show(Snapshot snapshot) {
        PoolStates states = health.of(snapshot);
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
        int unhealthy = 0;
        for (Upstream upstream : snapshot.upstreams().values()) {
            ObjectNode one = endpoints.addObject();
            one.put("name", upstream.name());
            one.put("protocol", upstream.protocol().id());
            one.put("source", upstream.standing().entered() ? "database" : "file");
            one.put("enabled", upstream.standing().enabled());
            String breaker = breakers.state(upstream.name()).toLowerCase(Locale.ROOT);
            one.put("breaker", breaker);
            Pool pool = states.pool(upstream.name());
            Rest off = states.switchedOff(Subject.upstream(upstream.name()));
            Rest rest = off != null || pool == null ? off : pool.rest(clock.millis());
            if (rest != null) {
                one.put("reason", rest.why());
            }
            String status = off != null ? "disabled" : status(upstream, breaker, rest != null);
            one.put("status", status);
            if (status.equals("unhealthy")) {
                unhealthy++;
            }
        }
        shown.put("status", unhealthy == 0 ? "healthy" : "degraded");
        shown.put("timestamp", clock.instant().toString());
        shown.set("endpoints", endpoints);
        return shown;
    }

    private static String status(Upstream upstream, String breaker, boolean resting) {
        if (!upstream.standing().enabled()) {
            return "disabled";
        }
        if (!upstream.on()) {
            return "not_configured";
        }
        if (resting || breaker.equals("open")) {
            return "unhealthy";
        }
        return breaker.equals("half_open") ? "recovering" : "healthy";
    }
}
