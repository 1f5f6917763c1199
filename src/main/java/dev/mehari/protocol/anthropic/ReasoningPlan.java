package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How a model is told to think.
 *
 * @param config value of {@code thinking}, null for none
 * @param effort value of {@code output_config.effort}, null for none
 * @param maxTokens cap of the answer, the thinking included
 */
record ReasoningPlan(@Nullable ObjectNode config, @Nullable String effort, int maxTokens) {
    /** Whether it thinks, for all that is known. */
    boolean on() {
        return config != null && !config.path("type").asText().equals("disabled");
    }
}
