package dev.mehari.config;

import java.time.Duration;

/**
 * How fast the beginning of a stream must be.
 *
 * @param events that hold something of an answer, more than 1
 * @param over how long after the first of them all of these must be here
 */
public record MinimumRate(int events, Duration over) {}
