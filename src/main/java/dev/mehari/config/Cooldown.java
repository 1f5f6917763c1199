package dev.mehari.config;

import java.time.Duration;

/**
 * When a credential or a target of an upstream is left alone for a while, beside the circuit breaker of the whole upstream.
 *
 * @param rateLimited how long a credential is left alone that was told to slow down, when its upstream named no time
 * @param failureRate percent of failed attempts from which a target is left alone
 * @param window how many of its last attempts count
 * @param minimumCalls with fewer attempts than these no target is left alone; at most the window
 * @param span how long a failing target is left alone, until one call tries it
 * @param longest the longest that anything is left alone, whatever an upstream says; zero: nothing ever is
 */
public record Cooldown(
        Duration rateLimited, int failureRate, int window, int minimumCalls, Duration span, Duration longest) {
    public static final Cooldown DEFAULT =
            new Cooldown(Duration.ofSeconds(10), 50, 100, 20, Duration.ofSeconds(15), Duration.ofHours(1));

    /** Whether anything is ever left alone. */
    public boolean on() {
        return longest.isPositive();
    }

    /** A time that was asked for, as long as it may be. */
    public Duration bounded(Duration asked) {
        return asked.compareTo(longest) > 0 ? longest : asked;
    }
}
