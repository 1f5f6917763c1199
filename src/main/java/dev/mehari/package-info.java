/** Mehari: the application and its wiring. */
@NullMarked
package dev.mehari;

import org.jspecify.annotations.NullMarked;
