package dev.mehari.health;

import java.util.Locale;

/**
 * How a credential is doing. In use is one that is available and has an attempt in flight.
 *
 * <pre>
 *   AVAILABLE -- errors in a row, or a refusal --> DEGRADED -- refusals in a row --> BLACKLISTED
 *       ^                                             |                                 |
 *       +------- an attempt or a check goes well -----+---- the same, or a reset -------+
 * </pre>
 */
public enum CredentialStatus {
    AVAILABLE,
    IN_USE,
    DEGRADED,
    BLACKLISTED;

    /** The word for it in JSON and metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
