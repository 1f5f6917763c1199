/**
 * The sixteen scenarios of the public Failover Bench, written anew from their description, and how a proxy fares in them:
 * {@code make failover}.
 */
@NullMarked
package dev.mehari.it.failover.score;

import org.jspecify.annotations.NullMarked;
