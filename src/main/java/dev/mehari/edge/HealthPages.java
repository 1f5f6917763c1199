package dev.mehari.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.config.Snapshot;
import dev.mehari.config.Upstream;
import dev.mehari.health.Health;
import dev.mehari.health.Pool;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Subject;
import dev.mehari.key.AdminCredential;
import dev.mehari.key.Keys;
import dev.mehari.key.StoreUnavailableException;
import dev.mehari.live.Changes;
import dev.mehari.live.Generation;
import dev.mehari.live.Generations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.apache.camel.Exchange;

/** Whether the gateway is alive, well and ready. Never calls an upstream. */
public final class HealthPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Generations generations;
    private final Changes changes;
    private final Keys keys;
    private final AdminCredential admin;
    private final Health health;
    private final Clock clock;

    public HealthPages(
            Generations generations, Changes changes, Keys keys, AdminCredential admin, Health health, Clock clock) {
        this.generations = generations;
        this.changes = changes;
        this.keys = keys;
        this.admin = admin;
        this.health = health;
        this.clock = clock;
    }

    /** Alive, and nothing more: who restarts what is not well must not restart for a typo in a file. */
    void alive(Exchange exchange) {
        answer(exchange, status("ok"));
    }

    /** Alive; {@code degraded} after a refused change. Who has a key or is the admin also reads the generation. */
    void health(Exchange exchange) {
        boolean degraded = changes.status().degraded();
        ObjectNode page = status(degraded ? "degraded" : "ok");
        if (isKnown(exchange.getProperty(Inbound.PROPERTY, Inbound.class))) {
            ObjectNode generation = page.putObject("generation");
            generation.put("number", generations.live().map(Generation::number).orElse(0));
            generation.put("degraded", degraded);
            generation.put("draining", generations.draining().size());
            generations.live().ifPresent(live -> upstreams(page, live.snapshot()));
        }
        answer(exchange, page);
    }

    /** What is known from calls: nobody is asked for it. */
    private void upstreams(ObjectNode page, Snapshot snapshot) {
        PoolStates states = health.of(snapshot);
        ObjectNode upstreams = page.putObject("upstreams");
        long now = clock.millis();
        for (Upstream upstream : snapshot.upstreams().values()) {
            Pool pool = states.pool(upstream.name());
            if (!upstream.on() || pool == null) {
                continue;
            }
            boolean off = states.switchedOff(Subject.upstream(upstream.name())) != null;
            ObjectNode shown = upstreams.putObject(upstream.name());
            shown.put("available", !off && pool.rest(now) == null);
            ObjectNode credentials = shown.putObject("credentials");
            credentials.put("total", pool.members().size());
            credentials.put(
                    "available",
                    pool.members().stream()
                            .filter(member -> pool.rest(member, now) == null)
                            .count());
        }
    }

    void ready(Exchange exchange) {
        if (generations.isLeaving()) {
            throw new Refusal(ErrorKind.NOT_READY, "the gateway is stopping");
        }
        if (generations.live().isEmpty()) {
            throw new Refusal(ErrorKind.NOT_READY, "no generation is live");
        }
        answer(exchange, status("ready"));
    }

    /** A wrong credential, or a database that is away, is no reason to look unwell. */
    private boolean isKnown(Inbound inbound) {
        try {
            String authorization = inbound.header("authorization");
            if (authorization != null && Credentials.basic(inbound)) {
                byte[] pair = Base64.getDecoder()
                        .decode(authorization.substring("basic ".length()).strip());
                String text = new String(pair, StandardCharsets.UTF_8);
                return text.startsWith("admin:") && admin.matches(text.substring("admin:".length()));
            }
            String key = Credentials.of(inbound);
            if (key == null) {
                return false;
            }
            var unused = keys.verify(key);
            return true;
        } catch (Refusal | StoreUnavailableException | IllegalArgumentException e) {
            return false;
        }
    }

    private ObjectNode status(String status) {
        ObjectNode page = JSON.createObjectNode();
        page.put("status", status);
        page.put("timestamp", clock.instant().toString());
        return page;
    }

    private static void answer(Exchange exchange, ObjectNode page) {
        try {
            exchange.getMessage().setBody(Reply.of(200, "application/json", JSON.writeValueAsBytes(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
