/** The built-in demo provider, so that the first call needs no key of anyone. */
@NullMarked
package dev.mehari.demo;

import org.jspecify.annotations.NullMarked;
