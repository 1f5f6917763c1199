package dev.mehari.config;

/**
 * A target that gets a part of the calls first; the usual ones stay behind it.
 *
 * @param candidate its weight, priority and condition are the usual ones
 * @param share of all calls, 0 to 1
 * @param by what decides whether a call is one of them
 */
public record Canary(Candidate candidate, double share, Affinity by) {}
