/** How many tokens a conversation or an answer is, where its provider does not say. */
@NullMarked
package dev.mehari.tokens;

import org.jspecify.annotations.NullMarked;
