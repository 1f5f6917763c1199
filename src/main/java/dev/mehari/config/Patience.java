package dev.mehari.config;

import dev.mehari.config.Upstream.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timers that an alias sets in place of its upstreams' own; each is null where it sets none. Connecting and waiting for
 * a connection are not among them: those belong to an upstream's pool.
 */
public record Patience(
        @Nullable Duration responseHeaders,
        @Nullable Duration firstEvent,
        @Nullable Duration gap,
        @Nullable Duration total,
        @Nullable Duration keepalive,
        @Nullable MinimumRate minimumRate) {
    /** Nothing of its own. */
    public static final Patience NONE = new Patience(null, null, null, null, null, null);

    /** With a stream of any rate. */
    Patience(
            @Nullable Duration responseHeaders,
            @Nullable Duration firstEvent,
            @Nullable Duration gap,
            @Nullable Duration total,
            @Nullable Duration keepalive) {
        this(responseHeaders, firstEvent, gap, total, keepalive, null);
    }

    /** The timers of an upstream with those of the alias in their place. */
    public Timeouts over(Timeouts upstream) {
        return new Timeouts(
                upstream.connect(),
                upstream.poolWait(),
                or(responseHeaders, upstream.responseHeaders()),
                or(firstEvent, upstream.firstEvent()),
                or(gap, upstream.gap()),
                or(total, upstream.total()),
                or(keepalive, upstream.keepalive()),
                minimumRate == null ? upstream.minimumRate() : minimumRate);
    }

    private static Duration or(@Nullable Duration own, Duration usual) {
        return own == null ? usual : own;
    }
}
