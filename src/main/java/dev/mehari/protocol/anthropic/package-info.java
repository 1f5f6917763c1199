/** Anthropic messages. */
@NullMarked
package dev.mehari.protocol.anthropic;

import org.jspecify.annotations.NullMarked;
