/**
 * What OpenAI's two protocols, chat completions and Responses, have in common. Each has its own form for it; what is meant,
 * and what an upstream's quirks make of it, is said here once.
 */
@NullMarked
package dev.mehari.protocol.openaicommon;

import org.jspecify.annotations.NullMarked;
