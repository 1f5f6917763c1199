package dev.mehari.call;

import java.util.Set;

/**
 * What a model at an upstream can be asked for. Nothing about a model is known but this.
 *
 * @param sampling whether it takes temperature, top_p and top_k
 * @param thinking ways to think that it takes: {@code enabled} (a budget of tokens), {@code adaptive}, {@code disabled},
 *     {@code between-tools}; {@code budget} and {@code level} for Gemini; {@code always} where it cannot be switched off;
 *     empty when it does not think
 * @param effort words for the effort of thinking that it takes, empty for none
 * @param midSystem whether a system message may stand between other turns
 * @param forcedTool whether it can be forced to call a tool
 * @param streaming whether it answers in streams
 * @param tools whether it calls tools
 * @param images whether it can be shown images
 * @param toolsWithEffort whether it takes tools and a word for the effort in one call of OpenAI's chat completions
 * @param jsonSchema whether it can be held to a JSON schema
 * @param jsonWithTools whether it can be held to JSON in a call that has tools
 * @param stops whether it takes texts that end its answer
 * @param prefill whether a conversation may end with the model's own turn
 * @param maxOutputTokens cap of one answer, 0 when not known
 * @param defaultMaxTokens cap to name where the protocol needs one and the caller set none, 0 for the protocol's own
 * @param maxThinkingBudget the most tokens that it can be told to think, where it is told in tokens and not in a part of
 *     the answer's cap; 0 when not known
 * @param tokenizer how its tokens are counted where its provider does not
 */
public record Capabilities(
        boolean sampling,
        Set<String> thinking,
        Set<String> effort,
        boolean midSystem,
        boolean forcedTool,
        boolean streaming,
        boolean tools,
        boolean images,
        boolean toolsWithEffort,
        boolean jsonSchema,
        boolean jsonWithTools,
        boolean stops,
        boolean prefill,
        int maxOutputTokens,
        int defaultMaxTokens,
        int maxThinkingBudget,
        Tokenizer tokenizer) {
    public Capabilities {
        thinking = Set.copyOf(thinking);
        effort = Set.copyOf(effort);
    }

    /**
     * Of a model that sees images, takes tools and effort in one call, JSON beside tools and texts that end its answer, and
     * whose tokens are counted as usual.
     */
    public Capabilities(
            boolean sampling,
            Set<String> thinking,
            Set<String> effort,
            boolean midSystem,
            boolean forcedTool,
            boolean streaming,
            boolean tools,
            boolean jsonSchema,
            boolean prefill,
            int maxOutputTokens,
            int defaultMaxTokens) {
        this(
                sampling,
                thinking,
                effort,
                midSystem,
                forcedTool,
                streaming,
                tools,
                true,
                true,
                jsonSchema,
                true,
                true,
                prefill,
                maxOutputTokens,
                defaultMaxTokens,
                0,
                Tokenizer.USUAL);
    }

    /**
     * The same, but that a conversation may end with the model's own turn: to count such a one is no wish that it goes on
     * with it.
     */
    public Capabilities counting() {
        return new Capabilities(
                sampling,
                thinking,
                effort,
                midSystem,
                forcedTool,
                streaming,
                tools,
                images,
                toolsWithEffort,
                jsonSchema,
                jsonWithTools,
                stops,
                true,
                maxOutputTokens,
                defaultMaxTokens,
                maxThinkingBudget,
                tokenizer);
    }
}
