/** What happens to a call when its upstream fails, seen from outside: several targets, one caller, one answer. */
@NullMarked
package dev.mehari.it.failover;

import org.jspecify.annotations.NullMarked;
