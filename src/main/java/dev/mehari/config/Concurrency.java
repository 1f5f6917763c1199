package dev.mehari.config;

import java.time.Duration;

/**
 * How many attempts an upstream has at the same time.
 *
 * @param max at least 1
 * @param queue how long an attempt more waits for one of them to end; zero for not at all
 */
public record Concurrency(int max, Duration queue) {
    /** How long is waited where only {@code max} is set. */
    static final Duration USUAL_QUEUE = Duration.ofSeconds(2);

    public Concurrency {
        if (max < 1) {
            throw new IllegalArgumentException("an upstream has room for at least one attempt");
        }
    }
}
