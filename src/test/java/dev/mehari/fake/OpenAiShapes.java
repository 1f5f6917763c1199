package dev.mehari.fake;

import static dev.mehari.fake.Shape.any;
import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.integer;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.matching;
import static dev.mehari.fake.Shape.number;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;
import static dev.mehari.fake.Shapes.tagged;

import java.util.Map;

/** The field table of OpenAI chat completions. */
final class OpenAiShapes {
    private static final long BIG = Integer.MAX_VALUE;
    private static final String NAME = "^[a-zA-Z0-9_-]{1,64}$";

    private OpenAiShapes() {}

    private static final Shape BREAKPOINT =
            object().need("mode", oneOf("explicit")).may("ttl", oneOf("30m", "12h"));

    private static final Shape TEXT =
            object().tag("type", "text").need("text", string()).may("prompt_cache_breakpoint", BREAKPOINT);

    private static final Shape IMAGE = object().tag("type", "image_url")
            .need(
                    "image_url",
                    object().need("url", matching("(?s)^(https?://|data:image/).+"))
                            .may("detail", oneOf("auto", "low", "high", "original")))
            .may("prompt_cache_breakpoint", BREAKPOINT);

    private static final Shape AUDIO = object().tag("type", "input_audio")
            .need("input_audio", object().need("data", string()).need("format", oneOf("wav", "mp3")))
            .may("prompt_cache_breakpoint", BREAKPOINT);

    private static final Shape FILE = object().tag("type", "file")
            .need("file", object().may(string(), "file_data", "file_id", "filename"))
            .may("prompt_cache_breakpoint", BREAKPOINT);

    private static final Shape REFUSAL = object().tag("type", "refusal").need("refusal", string());

    private static final Shape TEXTS = either(string(), list(tagged("type", Map.of("text", TEXT)), 1, 10_000));

    private static final Shape CALL = tagged(
            "type",
            Map.of(
                    "function",
                    object().tag("type", "function")
                            .need("id", string(1, 64))
                            .need(
                                    "function",
                                    object().need("name", matching(NAME)).need("arguments", string())),
                    "custom",
                    object().tag("type", "custom")
                            .need("id", string(1, 64))
                            .need(
                                    "custom",
                                    object().need("name", matching(NAME)).need("input", string()))));

    private static final Shape SYSTEM =
            object().need("role", string()).need("content", TEXTS).may("name", string());

    private static final Shape USER = object().need("role", string())
            .need(
                    "content",
                    either(
                            string(),
                            list(
                                    tagged(
                                            "type",
                                            Map.of(
                                                    "text",
                                                    TEXT,
                                                    "image_url",
                                                    IMAGE,
                                                    "input_audio",
                                                    AUDIO,
                                                    "file",
                                                    FILE)),
                                    1,
                                    10_000)))
            .may("name", string());

    private static final Shapes.Fields ASSISTANT = object().need("role", string())
            .may("content", either(string(), list(tagged("type", Map.of("text", TEXT, "refusal", REFUSAL)), 1, 10_000)))
            .may(string(), "name", "refusal")
            // Stands in every answer, and the SDKs send an answer back as it came.
            .may("annotations", list(map()))
            .may("audio", object().need("id", string()))
            .may("tool_calls", list(CALL, 1, 128))
            .may("function_call", object().need("name", string()).need("arguments", string()));

    private static final Shape TOOL =
            object().need("role", string()).need("content", TEXTS).need("tool_call_id", string());

    private static final Shape FUNCTION =
            object().need("role", string()).need("content", TEXTS).need("name", string());

    private static Shape messages(Shapes.Fields assistant) {
        return list(
                tagged(
                        "role",
                        Map.of(
                                "system",
                                SYSTEM,
                                "developer",
                                SYSTEM,
                                "user",
                                USER,
                                "assistant",
                                assistant,
                                "tool",
                                TOOL,
                                "function",
                                FUNCTION)),
                1,
                100_000);
    }

    private static final Shape DECLARATION = object().need("name", matching(NAME))
            .may("description", string())
            .may("parameters", map().and(JsonSchema::check))
            .may("strict", bool());

    private static final Shape FORMAT = tagged(
            "type",
            Map.of(
                    "text",
                    object().tag("type", "text"),
                    "grammar",
                    object().tag("type", "grammar")
                            .need(
                                    "grammar",
                                    object().need("syntax", oneOf("lark", "regex"))
                                            .need("definition", string()))));

    private static final Shape TOOLS = list(
            tagged(
                    "type",
                    Map.of(
                            "function",
                            object().tag("type", "function").need("function", DECLARATION),
                            "custom",
                            object().tag("type", "custom")
                                    .need(
                                            "custom",
                                            object().need("name", matching(NAME))
                                                    .may("description", string())
                                                    .may("format", FORMAT)))),
            1,
            128);

    private static final Shape NAMED = object().need("name", string());

    private static final Shape CHOICE = either(
            oneOf("none", "auto", "required"),
            tagged(
                    "type",
                    Map.of(
                            "function",
                            object().tag("type", "function").need("function", NAMED),
                            "custom",
                            object().tag("type", "custom").need("custom", NAMED),
                            "allowed_tools",
                            object().tag("type", "allowed_tools")
                                    .need(
                                            "allowed_tools",
                                            object().need("mode", oneOf("auto", "required"))
                                                    .need("tools", list(map(), 1, 128))))));

    private static final Shape RESPONSE_FORMAT = tagged(
            "type",
            Map.of(
                    "text",
                    object().tag("type", "text"),
                    "json_object",
                    object().tag("type", "json_object"),
                    "json_schema",
                    object().tag("type", "json_schema")
                            .need(
                                    "json_schema",
                                    object().need("name", matching(NAME))
                                            .may("description", string())
                                            .may("schema", map().and(JsonSchema::check))
                                            .may("strict", bool()))));

    private static final Shapes.Fields COMMON = object().need("model", string())
            .may(integer(1, BIG), "max_completion_tokens", "max_tokens")
            .may("temperature", number(0, 2))
            .may("top_p", number(0, 1))
            .may(number(-2, 2), "frequency_penalty", "presence_penalty")
            .may("logit_bias", map().and(OpenAiRules::bias))
            .may(bool(), "logprobs", "stream", "parallel_tool_calls", "store")
            .may("top_logprobs", integer(0, 20))
            .may("n", integer(1, 128))
            .may("seed", integer(Long.MIN_VALUE, Long.MAX_VALUE))
            .may("stop", either(string(), list(string(), 1, 4)))
            .may("stream_options", object().may(bool(), "include_usage", "include_obfuscation"))
            .may("tools", TOOLS)
            .may("tool_choice", CHOICE)
            .may("functions", list(DECLARATION, 1, 128))
            .may("function_call", either(oneOf("none", "auto"), NAMED))
            .may("response_format", RESPONSE_FORMAT)
            .may("reasoning_effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
            .may("verbosity", oneOf("low", "medium", "high"))
            .may("modalities", list(oneOf("text", "audio"), 1, 2))
            .may("audio", object().need("voice", any()).need("format", string()))
            .may("prediction", object().tag("type", "content").need("content", TEXTS))
            .may("web_search_options", map())
            .may(string(), "prompt_cache_key", "prompt_cache_retention", "user")
            .may(
                    "prompt_cache_options",
                    object().may("mode", oneOf("implicit", "explicit")).may("ttl", oneOf("30m")))
            .may("safety_identifier", string(1, 64))
            .may("service_tier", oneOf("auto", "default", "flex", "scale", "priority", "fast"))
            .may("metadata", map().and(OpenAiRules::metadata))
            .may("moderation", object().may(string(), "model").may("policy", any()));

    /** What OpenAI itself accepts. */
    static final Shape CHAT = COMMON.need("messages", messages(ASSISTANT));

    /** What servers that call themselves compatible accept beside it. */
    static final Shape COMPATIBLE = COMMON.need(
                    "messages",
                    messages(ASSISTANT
                            .may(string(), "reasoning_content", "reasoning")
                            .may(list(map()), "reasoning_details", "thinking_blocks")
                            .may("tool_calls", list(map(), 1, 128))))
            .may(map(), "thinking", "chat_template_kwargs")
            .may("top_k", integer(-1, BIG))
            .may("min_p", number(0, 1))
            .may("repetition_penalty", number(0, 10));
}
