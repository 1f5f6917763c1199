package dev.mehari.call;

/**
 * Tokens of a call, in classes that do not overlap: their sum is everything the provider counted.
 *
 * @param input prompt tokens neither read from nor written to the provider's prompt cache
 * @param cachedInput prompt tokens read from the provider's prompt cache
 * @param cacheCreation prompt tokens written to the prompt cache for the usual (5 minutes) time
 * @param cacheCreationLong prompt tokens written to the prompt cache for an hour
 * @param output completion tokens without reasoning
 * @param reasoning completion tokens spent on thinking
 */
public record Usage(
        long input, long cachedInput, long cacheCreation, long cacheCreationLong, long output, long reasoning) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    /** Negative counts, which some providers produce by subtraction, become zero. */
    public Usage {
        input = Math.max(0, input);
        cachedInput = Math.max(0, cachedInput);
        cacheCreation = Math.max(0, cacheCreation);
        cacheCreationLong = Math.max(0, cacheCreationLong);
        output = Math.max(0, output);
        reasoning = Math.max(0, reasoning);
    }

    /** All tokens of the prompt. */
    public long allInput() {
        return input + cachedInput + cacheCreation + cacheCreationLong;
    }

    /** All tokens of the completion. */
    public long allOutput() {
        return output + reasoning;
    }

    public long total() {
        return allInput() + allOutput();
    }
}
