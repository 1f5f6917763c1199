package dev.mehari.config;

import java.util.Map;

/**
 * One valid configuration: everything in {@code config/} that may change while the gateway runs. Immutable.
 *
 * @param upstreams by name, in file order
 */
public record Snapshot(
        Map<String, Upstream> upstreams,
        Models models,
        Prices prices,
        Streams streams,
        Failover failover,
        CapabilityTable capabilities,
        Overlaid overlaid) {
    public Snapshot {
        upstreams = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(upstreams));
    }

    /** With streams, failover and capabilities as they are by default. */
    public Snapshot(Map<String, Upstream> upstreams, Models models, Prices prices) {
        this(
                upstreams,
                models,
                prices,
                Streams.DEFAULT,
                Failover.shipped(),
                CapabilityTable.shipped(),
                Overlaid.NOTHING);
    }

    Snapshot with(Overlaid other) {
        return new Snapshot(upstreams, models, prices, streams, failover, capabilities, other);
    }
}
