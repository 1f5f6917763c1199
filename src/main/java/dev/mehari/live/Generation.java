package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.config.Snapshot;
import dev.mehari.usage.UsageRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** One valid configuration and one valid set of routes, running in a small Camel context of their own. Any thread. */
public final class Generation {
    private final int number;
    private final Instant startedAt;
    private final Snapshot snapshot;
    private final List<Source> sources;
    private final CamelContext context;
    private final ProducerTemplate template;
    private final AtomicInteger inUse = new AtomicInteger();

    /**
     * A file the generation was built from.
     *
     * @param sha256 of its bytes, hexadecimal
     */
    public record Source(String file, String sha256) {}

    Generation(int number, Instant startedAt, Snapshot snapshot, List<Source> sources, CamelContext context) {
        this.number = number;
        this.startedAt = startedAt;
        this.snapshot = snapshot;
        this.sources = List.copyOf(sources);
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /**
     * Takes a call through the routes; when it returns, the call has its answer. The property holds the call from the
     * start: a circuit breaker works on a copy of the exchange, and what fails in there leaves nothing but its exception.
     */
    public void run(Call call) {
        template.sendBodyAndProperty("direct:chat", call, HttpHop.CALL, call);
    }

    /** Hands a record to the usage route; returns at once. */
    public void tap(UsageRecord usage) {
        template.sendBody("direct:usage", usage);
    }

    public int number() {
        return number;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public List<Source> sources() {
        return sources;
    }

    /** Calls that run in it now. */
    public int inUse() {
        return inUse.get();
    }

    /** Ids of its routes. */
    public List<String> routes() {
        return context.getRoutes().stream().map(r -> r.getRouteId()).sorted().toList();
    }

    void enter() {
        inUse.incrementAndGet();
    }

    void leave() {
        inUse.decrementAndGet();
    }

    /** Stops the routes; what is still queued for the ledger is written first. */
    void stop() {
        context.stop();
    }
}
