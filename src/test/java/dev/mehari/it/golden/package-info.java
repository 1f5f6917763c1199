/** The golden cases against the packaged jar, over HTTP. */
@NullMarked
package dev.mehari.it.golden;

import org.jspecify.annotations.NullMarked;
