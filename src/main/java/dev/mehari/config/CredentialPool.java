package dev.mehari.config;

import java.time.Duration;

/**
 * How the credentials of an upstream are used.
 *
 * @param rotation which of those that are well is next
 * @param degradedAfter errors in a row after which a credential is degraded: used where no other is well
 * @param blacklistedAfter refusals in a row, each after a rest, after which it is blacklisted
 * @param rest how long a degraded credential is passed over before a call tries it
 * @param probeAfter how long a blacklisted credential is left alone before one call tries it; zero: until it is reset
 * @param healthCheckInterval time between two checks that cost nothing; zero: none are made
 */
public record CredentialPool(
        Rotation rotation,
        int degradedAfter,
        int blacklistedAfter,
        Duration rest,
        Duration probeAfter,
        Duration healthCheckInterval) {
    public static final CredentialPool DEFAULT = new CredentialPool(
            Rotation.ROUND_ROBIN, 5, 3, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ZERO);

    /** Which of several credentials that are well is next. */
    public enum Rotation {
        /** One after the other. */
        ROUND_ROBIN("round-robin"),
        /** In turns, by their weights. */
        WEIGHTED("weighted"),
        /** The one with the fewest attempts, those in flight first. */
        LEAST_USED("least-used"),
        /** The one that has cost least so far. */
        LOWEST_COST("lowest-cost"),
        /** The one with the best health score. */
        HEALTHIEST("healthiest");

        private final String id;

        Rotation(String id) {
            this.id = id;
        }

        /** The word for it in files. */
        public String id() {
            return id;
        }
    }
}
