package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What an accepted request asks for, as far as an answer depends on it.
 *
 * @param number of the answer, from which ids are made
 * @param afterTools the last turn holds tool results
 * @param usageAsked a stream is to end with its usage, where that is the caller's choice
 * @param sse events rather than a JSON array, where that is the caller's choice
 * @param body the request itself, for vendors whose answers repeat it
 */
record Asked(
        int number,
        String model,
        boolean stream,
        boolean tools,
        boolean afterTools,
        boolean usageAsked,
        boolean sse,
        JsonNode body) {
    Asked(
            int number,
            String model,
            boolean stream,
            boolean tools,
            boolean afterTools,
            boolean usageAsked,
            boolean sse) {
        this(number, model, stream, tools, afterTools, usageAsked, sse, MissingNode.getInstance());
    }
}
