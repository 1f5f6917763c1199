package dev.mehari.protocol.embedding;

import dev.mehari.protocol.chat.Given;
import org.jspecify.annotations.Nullable;

/**
 * A text of which a vector is asked.
 *
 * @param task what the vector is for, in Google's words; null when not said
 * @param title what the text is called, null when not said
 * @param dimensions how many numbers the vector is to have, at least 1; null for the model's own
 * @param at its path in the caller's request
 */
public record Passage(
        String text,
        @Nullable Given<String> task,
        @Nullable Given<String> title,
        @Nullable Given<Integer> dimensions,
        String at) {}
