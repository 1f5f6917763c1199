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
import static dev.mehari.fake.Shapes.orNull;
import static dev.mehari.fake.Shapes.tagged;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The field table of Anthropic messages. */
final class AnthropicShapes {
    private static final int MANY = 100_000;
    private static final long BIG = Integer.MAX_VALUE;

    private AnthropicShapes() {}

    private static Shapes.Fields object() {
        return Shapes.object().withoutNulls();
    }

    private static final Shape CACHE = orNull(object().tag("type", "ephemeral").may("ttl", oneOf("5m", "1h")));

    private static Shapes.Fields block(String type) {
        return object().tag("type", type).may("cache_control", CACHE);
    }

    private static final Shapes.Fields TEXT =
            block("text").need("text", string()).may("citations", orNull(list(map())));

    private static final Map<String, Shape> BYTES_OR_LINK = Map.of(
            "base64",
            object().tag("type", "base64")
                    .need("media_type", oneOf("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"))
                    .need("data", matching("[A-Za-z0-9+/=]+")),
            "url",
            object().tag("type", "url").need("url", matching("https?://.+")),
            "file",
            object().tag("type", "file").need("file_id", string()),
            "text",
            object().tag("type", "text").need("media_type", oneOf("text/plain")).need("data", string()),
            "content",
            object().tag("type", "content").need("content", any()));

    private static final Shape IMAGE =
            block("image").need("source", tagged("type", without(BYTES_OR_LINK, "text", "content")));

    private static final Shape DOCUMENT = block("document")
            .need("source", tagged("type", BYTES_OR_LINK))
            .may(orNull(string()), "title", "context")
            .may("citations", orNull(object().may("enabled", bool())));

    private static final Shape SEARCH_RESULT = block("search_result")
            .need("source", string())
            .need("title", string())
            .need("content", list(TEXT))
            .may("citations", object().may("enabled", bool()));

    private static final Shape REFERENCE = block("tool_reference").need("tool_name", string());

    private static final Shape TOOL_USE = block("tool_use")
            .need("id", matching("^[a-zA-Z0-9_-]+$"))
            .need("name", matching("^[a-zA-Z0-9_-]{1,200}$"))
            .need("input", map())
            .may("caller", map());

    private static final Shape TOOL_RESULT = block("tool_result")
            .need("tool_use_id", matching("^[a-zA-Z0-9_-]+$"))
            .may(
                    "content",
                    either(
                            string(),
                            list(tagged(
                                    "type",
                                    Map.of(
                                            "text",
                                            TEXT,
                                            "image",
                                            IMAGE,
                                            "document",
                                            DOCUMENT,
                                            "search_result",
                                            SEARCH_RESULT,
                                            "tool_reference",
                                            REFERENCE)))))
            .may("is_error", bool());

    private static final Shape THINKING =
            object().tag("type", "thinking").need("thinking", string()).need("signature", string());

    private static final Shape REDACTED =
            object().tag("type", "redacted_thinking").need("data", string());

    private static final Map<String, Shape> USER_BLOCKS = Map.of(
            "text",
            TEXT,
            "image",
            IMAGE,
            "document",
            DOCUMENT,
            "search_result",
            SEARCH_RESULT,
            "tool_result",
            TOOL_RESULT);

    private static final Map<String, Shape> ASSISTANT_BLOCKS = assistantBlocks();

    private static Map<String, Shape> assistantBlocks() {
        Map<String, Shape> blocks = new HashMap<>(
                Map.of("text", TEXT, "tool_use", TOOL_USE, "thinking", THINKING, "redacted_thinking", REDACTED));
        // What the vendor's own tools left in a history goes back as it came.
        for (String type : new String[] {
            "server_tool_use",
            "web_search_tool_result",
            "web_fetch_tool_result",
            "code_execution_tool_result",
            "mcp_tool_use",
            "mcp_tool_result",
            "container_upload",
            "document"
        }) {
            blocks.put(type, map());
        }
        return blocks;
    }

    private static Map<String, Shape> without(Map<String, Shape> shapes, String... names) {
        Map<String, Shape> rest = new HashMap<>(shapes);
        for (String name : names) {
            rest.remove(name);
        }
        return rest;
    }

    private static Shape turn(Map<String, Shape> blocks) {
        return object().need("role", string()).need("content", either(string(), list(tagged("type", blocks), 0, MANY)));
    }

    private static final Shape MESSAGES = list(
            tagged(
                    "role",
                    Map.of(
                            "user",
                            turn(USER_BLOCKS),
                            "assistant",
                            turn(ASSISTANT_BLOCKS),
                            "system",
                            turn(Map.of("text", TEXT)))),
            0,
            MANY);

    private static final Shape CUSTOM_TOOL = object().need("name", matching("^[a-zA-Z0-9_-]{1,128}$"))
            .need("input_schema", map().and(AnthropicRules::schema).and(JsonSchema::check))
            .may("type", orNull(oneOf("custom")))
            .may("description", string())
            .may(bool(), "strict", "defer_loading", "eager_input_streaming")
            .may("input_examples", list(map()))
            .may("allowed_callers", list(string()))
            .may("cache_control", CACHE);

    private static final Pattern SERVER_TOOL = Pattern.compile(
            "(web_search|web_fetch|code_execution|bash|text_editor|memory|computer|tool_search_tool_[a-z0-9]+)_\\d{8}");

    private static final Shape TOOL = map().and((node, path) -> {
        String type = node.path("type").asText("custom");
        if (!SERVER_TOOL.matcher(type).matches()) {
            CUSTOM_TOOL.check(node, path);
        } else if (!node.path("name").isTextual()) {
            throw Problem.missing(path.to("name"));
        }
    });

    private static final Shape CHOICE = tagged(
            "type",
            Map.of(
                    "auto",
                    object().tag("type", "auto").may("disable_parallel_tool_use", bool()),
                    "any",
                    object().tag("type", "any").may("disable_parallel_tool_use", bool()),
                    "tool",
                    object().tag("type", "tool").need("name", string()).may("disable_parallel_tool_use", bool()),
                    "none",
                    object().tag("type", "none")));

    private static final Shape DISPLAY = orNull(oneOf("summarized", "omitted"));

    private static final Shape THINKING_CONTROL = tagged(
            "type",
            Map.of(
                    "enabled",
                    object().tag("type", "enabled")
                            .need("budget_tokens", integer(1024, BIG))
                            .may("display", DISPLAY),
                    "adaptive",
                    object().tag("type", "adaptive").may("display", DISPLAY),
                    "disabled",
                    object().tag("type", "disabled"),
                    "between_tools",
                    object().tag("type", "between_tools").may("display", DISPLAY)));

    private static final Shape JSON_SCHEMA =
            object().tag("type", "json_schema").need("schema", map().and(JsonSchema::check));

    /** What a count of tokens takes. */
    static final Shapes.Fields COUNTED = object().need("model", string())
            .need("messages", MESSAGES)
            .may("system", either(string(), list(TEXT)))
            .may("cache_control", CACHE)
            .may("thinking", THINKING_CONTROL)
            .may(
                    "output_config",
                    object().may("effort", oneOf("low", "medium", "high", "xhigh", "max"))
                            .may("format", orNull(JSON_SCHEMA)))
            .may("tools", list(TOOL))
            .may("tool_choice", CHOICE);

    private static final Shapes.Fields ALWAYS = COUNTED.need("max_tokens", integer(1, BIG))
            .may("stop_sequences", list(string()))
            .may("stream", bool())
            .may("metadata", object().may("user_id", orNull(string(0, 512))))
            .may("service_tier", oneOf("auto", "standard_only"))
            .may("speed", orNull(oneOf("standard", "fast")))
            .may(orNull(string()), "inference_geo")
            .may("container", any())
            .may("diagnostics", any());

    /** Version 2026-10-21: sampling fields do not exist. */
    static final Shapes.Fields NEWER = ALWAYS;

    /** Version 2023-06-01. */
    static final Shapes.Fields OLDER =
            ALWAYS.may("temperature", number(0, 1)).may("top_p", number(0, 1)).may("top_k", integer(0, BIG));

    static Shapes.Fields withBeta(Shapes.Fields fields) {
        return fields.may(
                any(), "mcp_servers", "context_management", "compaction", "fallbacks", "thread", "output_format");
    }
}
