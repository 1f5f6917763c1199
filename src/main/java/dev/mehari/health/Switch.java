package dev.mehari.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did by hand.
 *
 * @param off whether nothing is sent to it, or with it
 * @param why in their words, null when they gave none
 * @param by the user who did it
 * @param resetAt when it was last reset, null when it never was
 */
public record Switch(
        Subject subject,
        boolean off,
        @Nullable String why,
        String by,
        Instant at,
        @Nullable Instant resetAt) {}
