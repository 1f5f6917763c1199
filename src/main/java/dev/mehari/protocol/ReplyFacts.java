package dev.mehari.protocol;

import dev.mehari.call.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a whole reply says.
 *
 * @param usage null when the upstream reported none
 */
public record ReplyFacts(@Nullable Usage usage, @Nullable String model) {}
