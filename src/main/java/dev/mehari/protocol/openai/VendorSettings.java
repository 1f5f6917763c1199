package dev.mehari.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Quirk;
import dev.mehari.call.VendorQuirks;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Given;
import dev.mehari.protocol.chat.Option;
import dev.mehari.protocol.chat.Options;
import java.util.Map;
import java.util.Set;

/** Writes the settings that a vendor has added to those of OpenAI, as its caller wrote them. */
final class VendorSettings {
    /** By the quirk that says whose they are. Second hand, from the references that {@link VendorQuirks} names. */
    private static final Map<Quirk, Set<String>> KNOWN = Map.of(
            Quirk.ZAI_SETTINGS,
            Set.of("do_sample", "request_id", "sensitive_word_check", "watermark_enabled", "meta"),
            Quirk.GROQ_SETTINGS,
            Set.of(
                    "reasoning_format",
                    "include_reasoning",
                    "documents",
                    "citation_options",
                    "search_settings",
                    "compound_custom",
                    "disable_tool_validation"),
            Quirk.MISTRAL_SETTINGS,
            Set.of("safe_prompt", "random_seed", "prompt_mode"),
            Quirk.VLLM_SETTINGS,
            Set.of(
                    "use_beam_search",
                    "length_penalty",
                    "stop_token_ids",
                    "include_stop_str_in_output",
                    "ignore_eos",
                    "min_tokens",
                    "skip_special_tokens",
                    "spaces_between_special_tokens",
                    "truncate_prompt_tokens",
                    "prompt_logprobs",
                    "allowed_token_ids",
                    "bad_words",
                    "echo",
                    "add_generation_prompt",
                    "continue_final_message",
                    "add_special_tokens",
                    "documents",
                    "mm_processor_kwargs",
                    "guided_json",
                    "guided_regex",
                    "guided_choice",
                    "guided_grammar",
                    "structured_outputs",
                    "priority",
                    "request_id",
                    "return_token_ids",
                    "cache_salt",
                    "vllm_xargs"),
            Quirk.OPENROUTER_SETTINGS,
            Set.of("provider", "models", "route", "transforms", "plugins", "usage", "top_a", "session_id", "trace"),
            Quirk.AZURE_SETTINGS,
            Set.of("data_sources", "user_security_context"),
            Quirk.GOOGLE_SETTINGS,
            Set.of("extra_body"));

    private VendorSettings() {}

    /** @param options those that are written are taken away */
    static void write(Options options, ObjectNode body, Aim aim) {
        KNOWN.forEach((quirk, names) -> {
            if (aim.has(quirk)) {
                options.takeOthers(names).forEach(body::putIfAbsent);
            }
        });
        if (aim.has(Quirk.CLEAR_THINKING)
                && options.take(Option.CLEAR_THINKING) instanceof Given<JsonNode>(JsonNode clear, String at)) {
            body.withObjectProperty("thinking").set("clear_thinking", clear);
        }
        if (aim.has(Quirk.TEMPLATE_THINKING)
                && options.take(Option.TEMPLATE) instanceof Given<JsonNode>(JsonNode template, String at)) {
            body.withObjectProperty("chat_template_kwargs").setAll((ObjectNode) template);
        }
    }
}
