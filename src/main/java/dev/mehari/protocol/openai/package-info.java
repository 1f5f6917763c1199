/** OpenAI chat completions, and its look-alikes. */
@NullMarked
package dev.mehari.protocol.openai;

import org.jspecify.annotations.NullMarked;
