/** A gateway under a load as in life for minutes, and what it holds at the end of it: {@code make soak}. */
@NullMarked
package dev.mehari.it.soak;

import org.jspecify.annotations.NullMarked;
