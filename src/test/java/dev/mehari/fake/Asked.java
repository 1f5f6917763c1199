package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted request asks for, as far as an answer depends on it.
 *
 * @param number of the answer, from which ids are made
 * @param afterTools the last turn holds tool results
 * @param usageAsked a stream is to end with its usage, where that is the caller's choice
 * @param sse events rather than a JSON array, where that is the caller's choice
 * @param body the request itself, for vendors whose answers repeat it
 * @param text a text to go on with rather than a chat, where the vendor has both
 * @param vectors the answer to a request for vectors, which no model says; null for all others
 */
record Asked(
        int number,
        String model,
        boolean stream,
        boolean tools,
        boolean afterTools,
        boolean usageAsked,
        boolean sse,
        JsonNode body,
        boolean text,
        @Nullable Reply vectors) {
    Asked(
            int number,
            String model,
            boolean stream,
            boolean tools,
            boolean afterTools,
            boolean usageAsked,
            boolean sse) {
        this(number, model, stream, tools, afterTools, usageAsked, sse, MissingNode.getInstance(), false, null);
    }

    Asked(
            int number,
            String model,
            boolean stream,
            boolean tools,
            boolean afterTools,
            boolean usageAsked,
            boolean sse,
            JsonNode body) {
        this(number, model, stream, tools, afterTools, usageAsked, sse, body, false, null);
    }

    /** For vectors. */
    Asked(int number, String model, Reply vectors) {
        this(number, model, false, false, false, false, false, MissingNode.getInstance(), false, vectors);
    }
}
