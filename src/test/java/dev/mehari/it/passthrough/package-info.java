/** What passes through to a provider as it comes: any path behind an upstream's name, and stored responses. */
@NullMarked
package dev.mehari.it.passthrough;

import org.jspecify.annotations.NullMarked;
