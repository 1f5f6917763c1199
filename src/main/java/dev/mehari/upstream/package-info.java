/** The configured places to send: requests, credentials, timers, connection pools, breakers. */
@NullMarked
package dev.mehari.upstream;

import org.jspecify.annotations.NullMarked;
