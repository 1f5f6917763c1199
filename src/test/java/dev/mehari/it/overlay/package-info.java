/** What admins write through the API, against the packaged jar. */
@NullMarked
package dev.mehari.it.overlay;

import org.jspecify.annotations.NullMarked;
