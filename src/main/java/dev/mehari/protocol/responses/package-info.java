/** OpenAI's Responses. */
@NullMarked
package dev.mehari.protocol.responses;

import org.jspecify.annotations.NullMarked;
