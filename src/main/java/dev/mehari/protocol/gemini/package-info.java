/** Gemini generateContent and streamGenerateContent. */
@NullMarked
package dev.mehari.protocol.gemini;

import org.jspecify.annotations.NullMarked;
