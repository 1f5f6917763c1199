package dev.mehari.call;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A deviation from its protocol that an upstream is known for. {@link VendorQuirks} knows what comes together. */
public enum Quirk {
    /** Reports usage in every stream and refuses to be asked for it. */
    USAGE_ALWAYS,
    /** Calls the cap on tokens {@code max_tokens}. */
    MAX_TOKENS_NAME,
    /** Takes no choice of tools but {@code auto}. */
    TOOL_CHOICE_AUTO_ONLY,
    /** Cannot be told which of the tools may be used. */
    NO_ALLOWED_TOOLS,
    /** Has no tools that take free text. */
    NO_CUSTOM_TOOLS,
    /** Cannot be held to the schema of a tool's arguments. */
    NO_STRICT,
    NO_PARALLEL_FLAG,
    /** Streams the arguments of tools only when asked by {@code tool_stream}. */
    TOOL_STREAM,
    /** Runs tools of its own that are declared in the form {@code {"type":"x","x":{}}}. */
    HOSTED_TOOLS,
    /** Takes one stop text. */
    ONE_STOP,
    /** Answers in JSON, but not by a schema. */
    NO_JSON_SCHEMA,
    NO_PENALTIES,
    NO_SEED,
    NO_LOGPROBS,
    NO_LOGIT_BIAS,
    /** Gives one answer. */
    NO_N,
    /** Knows none of OpenAI's settings beside the model's own: store, metadata, service_tier, verbosity ... */
    NO_EXTRAS,
    /** Takes top_k, min_p and repetition_penalty. */
    SAMPLING_EXTRAS,
    /** Its temperature ends at 1. */
    TEMPERATURE_TO_ONE,
    /** Its temperature 0 is {@code do_sample: false}. */
    DO_SAMPLE,
    /** Its top_p begins at 0.01. */
    TOP_P_ABOVE_ZERO,
    /** Calls the caller's user {@code user}. */
    USER_NAME,
    /** Calls the caller's user {@code user_id}, of 6 to 128 characters. */
    USER_ID,
    /** Takes no id of the caller's user. */
    NO_USER,
    /** Has {@code thinking: {type: enabled | disabled}}. */
    THINKING_SWITCH,
    /** Forgets earlier thinking unless told by {@code clear_thinking: false}. */
    CLEAR_THINKING,
    /** Has {@code reasoning: {effort | max_tokens}} in place of {@code reasoning_effort}. */
    REASONING_OBJECT,
    /** Has {@code chat_template_kwargs: {enable_thinking}}. */
    TEMPLATE_THINKING,
    /** Wants {@code reasoning_content} back with the history. */
    REASONING_CONTENT,
    /** Wants {@code reasoning_content} back only behind the last message of the user. */
    REASONING_IN_LOOP,
    /** Its models think between tags at the start of the text. */
    THINK_TAGS,
    /** The same without the opening tag, which its template has set already. */
    IMPLICIT_THINK,
    /** Marks the result with {@code <|begin_of_box|>} and {@code <|end_of_box|>}. */
    BOX_MARKS,
    /** Takes texts as strings only, not as lists of parts. */
    STRING_CONTENT,
    /** Takes no system message behind another turn. */
    SYSTEM_FIRST,
    /** Takes no files. */
    NO_FILES,
    /** Takes {@code video_url}. */
    VIDEO_URL,
    /** Takes Anthropic's {@code cache_control} on parts. */
    CACHE_CONTROL,
    /** Takes OpenAI's {@code prompt_cache_breakpoint} on parts. */
    CACHE_BREAKPOINTS,
    /** Takes Gemini's signatures in {@code extra_content}. */
    GOOGLE_SIGNATURES,
    /** Goes on with a text by {@code /completions}, without making a chat of it. */
    COMPLETIONS,
    /** Cannot be asked how many tokens a conversation is. */
    NO_COUNT_TOKENS,
    /** Has settings of its own beside OpenAI's; the words below say whose. */
    ZAI_SETTINGS,
    GROQ_SETTINGS,
    MISTRAL_SETTINGS,
    VLLM_SETTINGS,
    OPENROUTER_SETTINGS,
    AZURE_SETTINGS,
    GOOGLE_SETTINGS;

    /** More than OpenAI has, or of no concern to a caller of OpenAI's protocol. */
    private static final Set<Quirk> HARMLESS = EnumSet.of(
            USAGE_ALWAYS,
            HOSTED_TOOLS,
            SAMPLING_EXTRAS,
            USER_NAME,
            REASONING_CONTENT,
            VIDEO_URL,
            CACHE_CONTROL,
            CACHE_BREAKPOINTS,
            GOOGLE_SIGNATURES,
            COMPLETIONS,
            NO_COUNT_TOKENS,
            ZAI_SETTINGS,
            GROQ_SETTINGS,
            MISTRAL_SETTINGS,
            VLLM_SETTINGS,
            OPENROUTER_SETTINGS,
            AZURE_SETTINGS,
            GOOGLE_SETTINGS);

    /** Whether what is written for OpenAI can go to an upstream with this quirk as it stands. */
    public boolean harmless() {
        return HARMLESS.contains(this);
    }

    /** The word for it in {@code upstreams.yaml}: {@code usage-always}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The quirk of that word. */
    public static Optional<Quirk> of(String id) {
        return Stream.of(values()).filter(q -> q.id().equals(id)).findFirst();
    }
}
