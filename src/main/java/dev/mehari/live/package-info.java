/** Generations: a valid configuration and a valid set of routes, running together. */
@NullMarked
package dev.mehari.live;

import org.jspecify.annotations.NullMarked;
