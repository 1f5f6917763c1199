package dev.mehari.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream is asked that speaks no known protocol: by a YAML route.
 *
 * @param route its address, {@code direct:name}
 * @param options what the route reads; no secrets
 * @param complete whether every option has a value that is to come from the environment
 * @param sessions of a pool that the route may take one from; null for none
 */
public record ByRoute(
        String route,
        Map<String, String> options,
        boolean complete,
        @Nullable Sessions sessions) {
    public ByRoute {
        options = Map.copyOf(options);
    }

    /** An option, empty when it is not set. */
    public String option(String name) {
        return options.getOrDefault(name, "");
    }

    /** A text such as {@code 500ms} or {@code 2s}; null when it is none. */
    public static @Nullable Duration time(String text) {
        return Scalars.durationOrZero(text);
    }

    /**
     * A pool of sessions at one upstream.
     *
     * @param min sessions that there always are
     * @param max sessions at the most, not less than {@code min}
     * @param calls that one session serves at the same time
     * @param scaleUpAt load from which a session more is opened; a load of 1 is all that all sessions can serve
     * @param scaleDownAt load up to which one is closed again, below {@code scaleUpAt}
     * @param cooldown between two changes of the number
     * @param queue longest that a call waits for a session
     * @param tokenLifetime of a guest token that does not say itself when it expires
     * @param refreshBefore how long before it expires a guest token is fetched anew
     */
    public record Sessions(
            int min,
            int max,
            int calls,
            BigDecimal scaleUpAt,
            BigDecimal scaleDownAt,
            Duration cooldown,
            Duration queue,
            Duration tokenLifetime,
            Duration refreshBefore) {
        public static final Sessions DEFAULT = new Sessions(
                3,
                10,
                10,
                new BigDecimal("0.8"),
                new BigDecimal("0.3"),
                Duration.ofMinutes(5),
                Duration.ofSeconds(2),
                Duration.ofHours(1),
                Duration.ofSeconds(60));

        public Sessions {
            if (min < 1 || max < min || calls < 1 || scaleDownAt.compareTo(scaleUpAt) >= 0) {
                throw new IllegalArgumentException("a pool has at least one session, and grows above where it shrinks");
            }
        }
    }
}
