package dev.mehari.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream's error body says.
 *
 * @param code the vendor's own code, as text; Google's reason where it gives one
 * @param type its error class; Google's status
 * @param json whether the body was JSON at all
 * @param status the HTTP status that the body itself names, 0 when it names none
 * @param retryAfter when the body says to come back, null when it does not
 */
public record ErrorFacts(
        @Nullable String code,
        @Nullable String type,
        @Nullable String message,
        boolean json,
        int status,
        @Nullable Duration retryAfter) {}
