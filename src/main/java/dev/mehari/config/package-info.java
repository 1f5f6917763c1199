/** The files an operator edits, as records that validate themselves. */
@NullMarked
package dev.mehari.config;

import org.jspecify.annotations.NullMarked;
