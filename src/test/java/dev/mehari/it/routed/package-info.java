/** Upstreams that routes answer for, against fakes of what those routes ask. */
@NullMarked
package dev.mehari.it.routed;

import org.jspecify.annotations.NullMarked;
