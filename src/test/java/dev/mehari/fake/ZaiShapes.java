package dev.mehari.fake;

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

/** The field table of Z.AI's GLM chat completions: like OpenAI's, with much missing and a little added. */
final class ZaiShapes {
    private ZaiShapes() {}

    private static final Shape TEXT = object().tag("type", "text").need("text", string());

    private static Shape media(String name) {
        return object().tag("type", name).need(name, object().need("url", string(1, Integer.MAX_VALUE)));
    }

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
                                                    media("image_url"),
                                                    "video_url",
                                                    media("video_url"),
                                                    "file_url",
                                                    media("file_url"))),
                                    1,
                                    10_000)));

    private static final Shape TEXTS = either(string(), list(TEXT, 1, 10_000));

    // GLM numbers the calls in its answers, and clients send back what they got.
    private static final Shape CALL = object().need("id", string(1, 200))
            .may("index", integer(0, 127))
            .tag("type", "function")
            .need("function", object().need("name", string(1, 64)).need("arguments", string()));

    private static final Shape MESSAGES = list(
            tagged(
                    "role",
                    Map.of(
                            "system",
                            object().need("role", string()).need("content", TEXTS),
                            "user",
                            USER,
                            "assistant",
                            object().need("role", string())
                                    .may("content", TEXTS)
                                    .may("reasoning_content", string())
                                    .may("tool_calls", list(CALL, 1, 128)),
                            "tool",
                            object().need("role", string())
                                    .need("content", TEXTS)
                                    .need("tool_call_id", string()))),
            1,
            100_000);

    private static final Shape TOOLS = list(
            tagged(
                    "type",
                    Map.of(
                            "function",
                            object().tag("type", "function")
                                    .need(
                                            "function",
                                            object().need("name", matching("^[a-zA-Z0-9_-]{1,64}$"))
                                                    .may("description", string())
                                                    .may("parameters", map())),
                            "web_search",
                            object().tag("type", "web_search").need("web_search", map()),
                            "retrieval",
                            object().tag("type", "retrieval").need("retrieval", map()),
                            "mcp",
                            object().tag("type", "mcp").need("mcp", map()))),
            1,
            128);

    static final Shape CHAT = object().need("model", string())
            .need("messages", MESSAGES)
            .may(bool(), "stream", "tool_stream", "do_sample", "watermark_enabled")
            .may("thinking", object().need("type", oneOf("enabled", "disabled")).may("clear_thinking", bool()))
            .may("reasoning_effort", oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"))
            .may("temperature", number(0, 1))
            .may("top_p", number(0.01, 1))
            .may("max_tokens", integer(1, 131_072))
            .may("stop", list(string(), 1, 1))
            .may("tools", TOOLS)
            .may("tool_choice", oneOf("auto"))
            .may("response_format", object().need("type", oneOf("text", "json_object")))
            .may("user_id", string(6, 128))
            .may("request_id", string(1, 64))
            .may(map(), "sensitive_word_check", "meta");
}
