package dev.mehari.fake;

import static dev.mehari.fake.Shape.any;
import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.number;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;
import static dev.mehari.fake.Shapes.tagged;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The field table of OpenAI's Responses. */
final class ResponsesShapes {
    private static final long BIG = Integer.MAX_VALUE;

    private ResponsesShapes() {}

    /** Tools that the vendor runs itself. */
    private static final List<String> HOSTED = List.of(
            "file_search",
            "web_search",
            "web_search_2025_08_26",
            "web_search_preview",
            "code_interpreter",
            "image_generation",
            "mcp",
            "local_shell",
            "shell",
            "apply_patch",
            "computer",
            "computer_use_preview",
            "namespace",
            "tool_search",
            "programmatic_tool_calling");

    private static Map<String, Shape> withHosted(Map<String, Shape> own) {
        Map<String, Shape> all = new HashMap<>(own);
        HOSTED.forEach(type -> all.put(type, map()));
        return all;
    }

    private static final Shape GRAMMAR = tagged(
            "type",
            Map.of(
                    "text",
                    object().tag("type", "text"),
                    "grammar",
                    object().tag("type", "grammar")
                            .need("syntax", oneOf("lark", "regex"))
                            .need("definition", string())));

    private static final Shape TOOL = tagged(
            "type",
            withHosted(Map.of(
                    "function",
                    object().tag("type", "function")
                            .need("name", ResponsesItems.TOOL_NAME)
                            .may("description", string())
                            .may(map(), "parameters", "output_schema")
                            .may(bool(), "strict", "defer_loading", "async")
                            .may("allowed_callers", list(string())),
                    "custom",
                    object().tag("type", "custom")
                            .need("name", ResponsesItems.TOOL_NAME)
                            .may("description", string())
                            .may("format", GRAMMAR)
                            .may("defer_loading", bool()))));

    private static Shape named(String type) {
        return object().tag("type", type).need("name", string());
    }

    private static final Shape CHOICE = either(
            oneOf("none", "auto", "required"),
            tagged(
                    "type",
                    withHosted(Map.of(
                            "function",
                            named("function"),
                            "custom",
                            named("custom"),
                            "allowed_tools",
                            object().tag("type", "allowed_tools")
                                    .need("mode", oneOf("auto", "required"))
                                    .need("tools", list(map(), 1, 128))))));

    private static final Shape FORMAT = tagged(
            "type",
            Map.of(
                    "text",
                    object().tag("type", "text"),
                    "json_object",
                    object().tag("type", "json_object"),
                    "json_schema",
                    object().tag("type", "json_schema")
                            .need("name", ResponsesItems.TOOL_NAME)
                            .need("schema", map())
                            .may("description", string())
                            .may("strict", bool())));

    private static final Shape REASONING = object().may(
                    "effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
            .may(oneOf("auto", "concise", "detailed"), "summary", "generate_summary")
            .may(string(), "context", "mode");

    private static final Shape INCLUDE = oneOf(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            "message.output_text.logprobs");

    /** What a count of tokens takes. */
    static final Shapes.Fields COUNTED = object().may(string(), "model", "instructions", "previous_response_id")
            .may("input", ResponsesItems.INPUT)
            .may("conversation", ResponsesItems.CONVERSATION)
            .may("parallel_tool_calls", bool())
            .may("reasoning", REASONING)
            .may("text", object().may("format", FORMAT).may("verbosity", oneOf("low", "medium", "high")))
            .may("tools", list(TOOL, 0, 128))
            .may("tool_choice", CHOICE)
            .may("truncation", oneOf("auto", "disabled"));

    private static final Shape CREATE = COUNTED.need("model", string())
            .may(string(), "prompt_cache_key", "prompt_cache_retention", "user")
            .may("max_output_tokens", integer(16, BIG))
            .may("max_tool_calls", integer(1, BIG))
            .may(
                    "prompt",
                    object().need("id", string()).may("version", string()).may("variables", map()))
            .may(bool(), "store", "background", "stream")
            .may("stream_options", object().may("include_obfuscation", bool()))
            .may("include", list(INCLUDE))
            .may("metadata", map().and(OpenAiRules::metadata))
            .may("service_tier", oneOf("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"))
            .may("temperature", number(0, 2))
            .may("top_p", number(0, 1))
            .may("top_logprobs", integer(0, 20))
            .may("context_management", list(map()))
            .may("moderation", object().may(string(), "model").may("policy", any()))
            .may(
                    "prompt_cache_options",
                    object().may("mode", oneOf("implicit", "explicit")).may("ttl", oneOf("30m")))
            .may("safety_identifier", string(1, 64));

    /** What a response takes, once it is known that nobody means a chat completion. */
    static final Shape RESPONSE = map().and((node, path) -> {
        ResponsesRules.moved(node);
        CREATE.check(node, path);
    });
}
