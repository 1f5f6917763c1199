package dev.mehari.config;

import dev.mehari.call.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an alias has its calls try, beside its targets in their order.
 *
 * @param failover the table of failures for this alias, null for that of {@code failover.yaml}
 * @param onContextLength where a call goes that is too long for its target, null for nowhere: that is the answer
 * @param hedgeAfter how long a target is waited for before the next one is asked too, null for to its end
 * @param mirror where copies of its calls go, null for nowhere
 */
public record Tries(
        @Nullable Failover failover,
        @Nullable Target onContextLength,
        @Nullable Duration hedgeAfter,
        @Nullable Mirror mirror) {
    /** Nothing of its own. */
    public static final Tries USUAL = new Tries(null, null, null, null);

    /** The table of failures that holds. */
    public Failover failover(Failover usual) {
        return failover == null ? usual : failover;
    }
}
