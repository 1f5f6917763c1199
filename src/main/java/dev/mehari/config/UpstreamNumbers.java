package dev.mehari.config;

import dev.mehari.config.Upstream.Breaker;
import dev.mehari.config.Upstream.Pool;
import dev.mehari.config.Upstream.Timeouts;
import org.jspecify.annotations.Nullable;

/** Reads an upstream's timers, circuit breaker and connection pool. */
final class UpstreamNumbers {
    private UpstreamNumbers() {}

    static Timeouts timeouts(Table upstream) {
        Table table = upstream.table("timeouts", UpstreamKeys.TIMEOUTS);
        Timeouts usual = Timeouts.DEFAULT;
        return new Timeouts(
                table.duration("connect", usual.connect()),
                table.duration("pool-wait", usual.poolWait()),
                table.duration("response-headers", usual.responseHeaders()),
                table.duration("first-event", usual.firstEvent()),
                table.duration("gap", usual.gap()),
                table.duration("total", usual.total()),
                table.duration("keepalive", usual.keepalive()),
                minimumRate(table));
    }

    /** Null when a stream may be of any rate. */
    static @Nullable MinimumRate minimumRate(Table timeouts) {
        if (timeouts.get("minimum-rate") == null) {
            return null;
        }
        Table table = timeouts.table("minimum-rate", UpstreamKeys.MINIMUM_RATE);
        table.require("events");
        table.require("over");
        return new MinimumRate(table.integer("events", 2), table.duration("over", Timeouts.DEFAULT.firstEvent()));
    }

    static Breaker breaker(Table upstream) {
        Table table = upstream.table("breaker", UpstreamKeys.BREAKER);
        Breaker usual = Breaker.DEFAULT;
        int window = table.integer("window", usual.window());
        int minimum = table.integer("minimum-calls", Math.min(usual.minimumCalls(), window));
        Value written = table.get("minimum-calls");
        if (written != null && minimum > window) {
            written.fault("\"minimum-calls\" is " + minimum + ", more than the window of " + window);
        }
        return new Breaker(
                table.integer("failure-rate", usual.failureRate()),
                window,
                minimum,
                table.duration("open-for", usual.openFor()));
    }

    /** Null when there is no limit. */
    static @Nullable Concurrency concurrency(Table upstream) {
        Value written = upstream.get("concurrency");
        if (written == null) {
            return null;
        }
        Table table = upstream.table("concurrency", UpstreamKeys.CONCURRENCY);
        table.require("max");
        return new Concurrency(table.integer("max", 1), table.duration("queue", Concurrency.USUAL_QUEUE));
    }

    static Pool pool(Table upstream) {
        Table table = upstream.table("pool", UpstreamKeys.POOL);
        Pool usual = Pool.DEFAULT;
        int most = table.integer("max-connections", usual.maxConnections());
        int least = table.integer("min-connections", usual.minConnections());
        Value written = table.get("min-connections");
        if (written != null && least > most) {
            written.fault("\"min-connections\" is " + least + ", more than the " + most + " of \"max-connections\"");
        }
        return new Pool(most, least, table.flag("warm", usual.warm()), table.flag("disabled", usual.disabled()));
    }
}
