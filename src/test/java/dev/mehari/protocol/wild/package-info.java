/** Upstreams that say random things, as their vendor would and otherwise, and what callers of every protocol get of it. */
@NullMarked
package dev.mehari.protocol.wild;

import org.jspecify.annotations.NullMarked;
