package dev.mehari.protocol.chat;

/**
 * A setting that is one value, in OpenAI's units and spelling where a protocol has one of its own. What a writer does
 * not take of them is a loss by itself, see {@link Options}.
 */
public enum Option {
    /** Whole number. */
    MAX_TOKENS,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    MIN_P,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    REPETITION_PENALTY,
    SEED,
    /** Object of token to bias. */
    LOGIT_BIAS,
    LOGPROBS,
    TOP_LOGPROBS,
    /** How many answers. */
    N,
    /** Who the caller's own user is. */
    USER,
    /** Object of texts. */
    METADATA,
    STORE,
    SERVICE_TIER,
    /** {@code low}, {@code medium}, {@code high}. */
    VERBOSITY,
    PREDICTION,
    /** Array of kinds of output. */
    MODALITIES,
    /** Settings of spoken output. */
    AUDIO,
    CACHE_KEY,
    CACHE_OPTIONS,
    CACHE_RETENTION,
    WEB_SEARCH,
    /** Whether a vendor forgets earlier thinking. */
    CLEAR_THINKING,
    /** Object of what a server's template of chats is told, beside whether to think. */
    TEMPLATE,
    /** Whether the last turn, one of the model's, is to be gone on with. */
    PREFILL,
    /** Whether the vendor moderates, and how. */
    MODERATION
}
