package dev.mehari.live;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.config.Fault;
import dev.mehari.config.Snapshot;
import dev.mehari.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** One valid configuration and one valid set of routes, running in a small Camel context of their own. Any thread. */
public final class Generation {
    /** Who hands a record over does not block, unless a sink of an operator's own does. */
    private static final Duration LONGEST_TAP = Duration.ofSeconds(5);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int number;
    private final Instant startedAt;
    private final Snapshot snapshot;
    private final List<Source> sources;
    private final List<LaterStep.Lack> lacking;
    private final CamelContext context;
    private final ProducerTemplate template;
    private final Endpoint chat;
    private final @Nullable Endpoint passthrough;
    private final @Nullable Endpoint dispatch;
    private final Endpoint usage;
    private final Holds holds;
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger tapping = new AtomicInteger();
    private volatile boolean stopping;

    /** What a generation holds of things that outlive it. */
    interface Holds {
        /** It takes calls from now on. */
        void live();

        /** It is over, and so are its calls. */
        void release();
    }

    /**
     * A file the generation was built from.
     *
     * @param sha256 of its bytes, hexadecimal
     */
    public record Source(String file, String sha256) {}

    Generation(
            int number,
            Instant startedAt,
            Snapshot snapshot,
            List<Source> sources,
            List<LaterStep.Lack> lacking,
            CamelContext context,
            Holds holds) {
        this.number = number;
        this.startedAt = startedAt;
        this.snapshot = snapshot;
        this.sources = List.copyOf(sources);
        this.lacking = List.copyOf(lacking);
        this.context = context;
        this.holds = holds;
        this.template = context.createProducerTemplate();
        // By name, Camel would read the name as a URI and look the endpoint up, for each call twice.
        this.chat = context.getEndpoint("direct:chat");
        this.passthrough = read(context, "direct:passthrough");
        this.dispatch = read(context, "direct:dispatch");
        this.usage = context.getEndpoint("direct:usage");
    }

    /** An endpoint that a route reads; null when none does. */
    private static @Nullable Endpoint read(CamelContext context, String uri) {
        Endpoint endpoint = context.hasEndpoint(uri);
        return context.getRoutes().stream()
                        .anyMatch(route -> route.getEndpoint().equals(endpoint))
                ? endpoint
                : null;
    }

    /**
     * Takes a call through the routes; when it returns, the call has its answer. The property holds the call from the
     * start: a circuit breaker works on a copy of the exchange, and what fails in there leaves nothing but its exception.
     *
     * @throws Refusal when the call passes through, and no route takes such calls
     */
    public void run(Call call) {
        if (call.isExplained()) {
            Explaining.during(() -> send(call));
        } else {
            send(call);
        }
    }

    private void send(Call call) {
        template.sendBodyAndProperty(entrance(call), call, HttpHop.CALL, call);
    }

    /**
     * Takes a call that knows where it goes through its attempts; when it returns without an exception, the call has its
     * answer.
     *
     * @throws Refusal when no route makes attempts
     */
    public void dispatch(Call call) {
        if (dispatch == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "no route reads \"direct:dispatch\"");
        }
        template.sendBodyAndProperty(dispatch, call, HttpHop.CALL, call);
    }

    private Endpoint entrance(Call call) {
        if (call.passthrough() == null) {
            return chat;
        }
        if (passthrough == null) {
            throw new Refusal(ErrorKind.PATH_NOT_FOUND, "nothing passes through this gateway");
        }
        return passthrough;
    }

    /**
     * Hands a record to the usage route; returns at once.
     *
     * @return false when the routes are stopping: then nothing was taken
     */
    public boolean tap(UsageRecord record) {
        tapping.incrementAndGet();
        try {
            if (stopping) {
                return false;
            }
            template.sendBody(usage, record);
            return true;
        } finally {
            tapping.decrementAndGet();
        }
    }

    public int number() {
        return number;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Steps that its routes do not call. */
    List<LaterStep.Lack> lacking() {
        return lacking;
    }

    /** What of the configuration does nothing with these routes, or would do nothing. */
    public List<Fault> notices() {
        return lacking.stream().map(LaterStep.Lack::fault).toList();
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

    /** It takes calls from now on. */
    void live() {
        holds.live();
    }

    /**
     * Records that wait to be written, and exchanges in its routes; 0 when stopping it takes nobody's time. What is just
     * on its way from one place to the next may be missed.
     */
    int pending() {
        return tapping.get() + Waiting.in(context);
    }

    /** Stops the routes; what is still queued for the ledger is written first. Answers that were begun go on. */
    void stop() {
        stopping = true;
        // Who came before the flag was up may still be on the way into the queue.
        long until = System.nanoTime() + LONGEST_TAP.toNanos();
        while (tapping.get() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        context.stop();
    }

    /** Lets go what outlives it; when it is stopped and its last call is over. */
    void release() {
        holds.release();
    }
}
