package dev.mehari.call;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The quirks that come together at a vendor, by the vendor's word in {@code upstreams.yaml}. */
public final class VendorQuirks {
    /** What most servers of open models have in common. */
    private static final Set<Quirk> COMPATIBLE = EnumSet.of(
            Quirk.MAX_TOKENS_NAME,
            Quirk.NO_CUSTOM_TOOLS,
            Quirk.NO_ALLOWED_TOOLS,
            Quirk.NO_EXTRAS,
            Quirk.USER_NAME,
            Quirk.NO_FILES);

    private static final Map<String, Set<Quirk>> KNOWN = new LinkedHashMap<>();

    static {
        compatible("openai-compatible", Quirk.REASONING_CONTENT);
        // Second hand; the reference is docs.z.ai, chat completion reference.
        compatible(
                "zai",
                Quirk.USAGE_ALWAYS,
                Quirk.TOOL_CHOICE_AUTO_ONLY,
                Quirk.NO_STRICT,
                Quirk.NO_PARALLEL_FLAG,
                Quirk.TOOL_STREAM,
                Quirk.HOSTED_TOOLS,
                Quirk.ONE_STOP,
                Quirk.NO_JSON_SCHEMA,
                Quirk.NO_PENALTIES,
                Quirk.NO_SEED,
                Quirk.NO_LOGPROBS,
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_N,
                Quirk.TEMPERATURE_TO_ONE,
                Quirk.DO_SAMPLE,
                Quirk.TOP_P_ABOVE_ZERO,
                Quirk.USER_ID,
                Quirk.THINKING_SWITCH,
                Quirk.CLEAR_THINKING,
                Quirk.REASONING_CONTENT,
                Quirk.BOX_MARKS,
                Quirk.STRING_CONTENT,
                Quirk.VIDEO_URL,
                Quirk.ZAI_SETTINGS);
        // Second hand; the reference is api-docs.deepseek.com.
        compatible(
                "deepseek",
                Quirk.NO_STRICT,
                Quirk.NO_PARALLEL_FLAG,
                Quirk.NO_JSON_SCHEMA,
                Quirk.NO_SEED,
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_N,
                Quirk.NO_USER,
                Quirk.THINKING_SWITCH,
                Quirk.REASONING_IN_LOOP,
                Quirk.STRING_CONTENT);
        // Second hand; the reference is console.groq.com/docs/openai.
        only(
                "groq",
                Quirk.NO_CUSTOM_TOOLS,
                Quirk.NO_ALLOWED_TOOLS,
                Quirk.NO_EXTRAS,
                Quirk.USER_NAME,
                Quirk.NO_FILES,
                Quirk.NO_LOGPROBS,
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_N,
                Quirk.GROQ_SETTINGS);
        // Second hand; the reference is docs.mistral.ai.
        compatible(
                "mistral",
                Quirk.USAGE_ALWAYS,
                Quirk.NO_LOGPROBS,
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_SEED,
                Quirk.NO_USER,
                Quirk.MISTRAL_SETTINGS);
        // Second hand; the reference is docs.vllm.ai, OpenAI-compatible server.
        compatible(
                "vllm",
                Quirk.SAMPLING_EXTRAS,
                Quirk.TEMPLATE_THINKING,
                Quirk.REASONING_CONTENT,
                Quirk.SYSTEM_FIRST,
                Quirk.VIDEO_URL,
                Quirk.COMPLETIONS,
                Quirk.VLLM_SETTINGS);
        // Second hand; the reference is docs.ollama.com, OpenAI compatibility.
        compatible(
                "ollama",
                Quirk.NO_STRICT,
                Quirk.NO_PARALLEL_FLAG,
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_N,
                Quirk.NO_USER,
                Quirk.REASONING_CONTENT,
                Quirk.COMPLETIONS);
        // Second hand; the reference is openrouter.ai/docs.
        only(
                "openrouter",
                Quirk.MAX_TOKENS_NAME,
                Quirk.NO_CUSTOM_TOOLS,
                Quirk.NO_ALLOWED_TOOLS,
                Quirk.NO_EXTRAS,
                Quirk.USER_NAME,
                Quirk.SAMPLING_EXTRAS,
                Quirk.REASONING_OBJECT,
                Quirk.CACHE_CONTROL,
                Quirk.OPENROUTER_SETTINGS);
        // Second hand; the reference is ai.google.dev/gemini-api/docs/openai.
        compatible(
                "google",
                Quirk.NO_LOGIT_BIAS,
                Quirk.NO_SEED,
                Quirk.NO_USER,
                Quirk.GOOGLE_SIGNATURES,
                Quirk.GOOGLE_SETTINGS);
        // Second hand; the reference is learn.microsoft.com, Azure OpenAI v1 API.
        only("azure", Quirk.USER_NAME, Quirk.AZURE_SETTINGS);
    }

    private VendorQuirks() {}

    private static void only(String word, Quirk... quirks) {
        KNOWN.put(word, Collections.unmodifiableSet(EnumSet.copyOf(List.of(quirks))));
    }

    /** A server of open models with more than what those have in common. */
    private static void compatible(String word, Quirk... more) {
        Set<Quirk> all = EnumSet.copyOf(COMPATIBLE);
        all.addAll(List.of(more));
        KNOWN.put(word, Collections.unmodifiableSet(all));
    }

    /** What a word stands for: all quirks of a vendor, or one of them by its own word; empty when unknown. */
    public static Set<Quirk> named(String word) {
        Set<Quirk> known = KNOWN.get(word);
        return known == null ? Quirk.of(word).map(Set::of).orElse(Set.of()) : known;
    }

    /** The words that stand for a vendor. */
    public static List<String> words() {
        return List.copyOf(KNOWN.keySet());
    }
}
