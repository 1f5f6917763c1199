/** Calls, callers and snapshots for tests of single steps. */
@NullMarked
package dev.mehari.sample;

import org.jspecify.annotations.NullMarked;
