package dev.mehari.config;

import dev.mehari.call.Target;

/**
 * Where copies of calls go, whose answers nobody gets.
 *
 * @param percent of the calls that are copied, 1 to 100
 */
public record Mirror(Target target, int percent) {}
