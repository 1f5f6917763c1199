/** Checks and changes of what a caller says, before it leaves. */
@NullMarked
package dev.mehari.guard;

import org.jspecify.annotations.NullMarked;
