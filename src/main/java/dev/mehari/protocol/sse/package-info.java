/** Server-sent events over bytes. */
@NullMarked
package dev.mehari.protocol.sse;

import org.jspecify.annotations.NullMarked;
