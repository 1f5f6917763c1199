/** The way to an upstream: attempts one after the other, what is sent, what a failure means, timers. */
@NullMarked
package dev.mehari.upstream;

import org.jspecify.annotations.NullMarked;
