package dev.mehari.fake;

import static dev.mehari.fake.Shape.any;
import static dev.mehari.fake.Shape.bool;
import static dev.mehari.fake.Shape.list;
import static dev.mehari.fake.Shape.map;
import static dev.mehari.fake.Shape.matching;
import static dev.mehari.fake.Shape.oneOf;
import static dev.mehari.fake.Shape.string;
import static dev.mehari.fake.Shapes.either;
import static dev.mehari.fake.Shapes.object;
import static dev.mehari.fake.Shapes.tagged;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The items of an input, and what messages hold. */
final class ResponsesItems {
    private static final int MANY = 10_000;
    private static final String NAME = "^[a-zA-Z0-9_-]{1,64}$";

    private ResponsesItems() {}

    /** Made and read by the vendor alone: a client sends them back as they came. */
    private static final List<String> VENDORS_OWN = List.of(
            "file_search_call",
            "web_search_call",
            "computer_call",
            "computer_call_output",
            "code_interpreter_call",
            "image_generation_call",
            "local_shell_call",
            "local_shell_call_output",
            "shell_call",
            "shell_call_output",
            "apply_patch_call",
            "apply_patch_call_output",
            "mcp_list_tools",
            "mcp_call",
            "mcp_approval_request",
            "mcp_approval_response",
            "tool_search_call",
            "tool_search_output",
            "compaction",
            "compaction_trigger",
            "additional_tools",
            "configuration_update",
            "program",
            "program_output");

    private static final Shape BREAKPOINT =
            object().need("mode", oneOf("explicit")).may("ttl", oneOf("30m", "12h"));

    private static Shapes.Fields part(String type) {
        return object().tag("type", type);
    }

    private static final Shape INPUT_TEXT =
            part("input_text").need("text", string()).may("prompt_cache_breakpoint", BREAKPOINT);

    private static final Shape INPUT_IMAGE = part("input_image")
            .may("image_url", matching("(?s)^(https?://.+|data:image/[a-z+.-]+;base64,[A-Za-z0-9+/=]+)"))
            .may("file_id", string())
            .may("detail", oneOf("auto", "low", "high", "original"))
            .may("prompt_cache_breakpoint", BREAKPOINT)
            .and((node, path) -> oneSource(node, path, "image_url", "file_id"));

    private static final Shape INPUT_FILE = part("input_file")
            .may("file_data", matching("(?s)^data:[a-z]+/[a-zA-Z0-9.+-]+;base64,[A-Za-z0-9+/=]+"))
            .may("file_url", matching("^https?://.+"))
            .may(string(), "file_id", "filename")
            .may("prompt_cache_breakpoint", BREAKPOINT)
            .and((node, path) -> {
                oneSource(node, path, "file_data", "file_url", "file_id");
                if (node.hasNonNull("file_data") && !node.hasNonNull("filename")) {
                    throw Problem.missing(path.to("filename"));
                }
            });

    private static void oneSource(JsonNode node, Path path, String... names) {
        long given = java.util.Arrays.stream(names).filter(node::hasNonNull).count();
        if (given == 0) {
            throw Problem.missing(path.to(names[0]));
        }
        if (given > 1) {
            throw Problem.rule(path, "Mutually exclusive parameters: '" + String.join("', '", names) + "'.");
        }
    }

    private static final Shape OUTPUT_TEXT = part("output_text")
            .need("text", string())
            .may("annotations", list(map()))
            .may("logprobs", list(map()));

    private static final Shape REFUSAL = part("refusal").need("refusal", string());

    private static final Map<String, Shape> SAID =
            Map.of("input_text", INPUT_TEXT, "input_image", INPUT_IMAGE, "input_file", INPUT_FILE);

    private static final Shape TOLD = either(string(), list(tagged("type", SAID), 1, MANY));

    private static Shapes.Fields item(String idPrefix) {
        return object().may("id", matching("^" + idPrefix + "_.{1,60}$"))
                .may("status", oneOf("in_progress", "completed", "incomplete"));
    }

    private static Shapes.Fields message(Shape content) {
        return item("msg")
                .may("type", oneOf("message"))
                .need("role", string())
                .need("content", content)
                .may("phase", oneOf("commentary", "final_answer"));
    }

    private static final Shape ANSWERED =
            either(string(), list(tagged("type", Map.of("output_text", OUTPUT_TEXT, "refusal", REFUSAL)), 0, MANY));

    private static final Shape MESSAGE = tagged(
            "role",
            Map.of(
                    "user",
                    message(TOLD),
                    "system",
                    message(TOLD),
                    "developer",
                    message(TOLD),
                    "assistant",
                    message(ANSWERED)));

    private static final Shape SUMMARY = part("summary_text").need("text", string());

    private static Shapes.Fields called(String type, String idPrefix) {
        return item(idPrefix)
                .tag("type", type)
                .need("call_id", string(1, 64))
                .may(string(), "name", "namespace")
                .may("caller", map());
    }

    private static final Shape TYPED = tagged("type", typed());

    private static Map<String, Shape> typed() {
        Map<String, Shape> typed = new HashMap<>();
        typed.put("message", MESSAGE);
        typed.put(
                "function_call",
                called("function_call", "fc")
                        .need("name", matching(NAME))
                        .need("arguments", string())
                        .may("async", bool()));
        typed.put("function_call_output", called("function_call_output", "fco?").need("output", TOLD));
        typed.put(
                "custom_tool_call",
                called("custom_tool_call", "ctc").need("name", matching(NAME)).need("input", string()));
        typed.put(
                "custom_tool_call_output",
                called("custom_tool_call_output", "ctco?").need("output", TOLD));
        typed.put(
                "reasoning",
                item("rs")
                        .tag("type", "reasoning")
                        .need("id", matching("^rs_.{1,60}$"))
                        .need("summary", list(SUMMARY))
                        .may("content", list(part("reasoning_text").need("text", string())))
                        .may("encrypted_content", string()));
        typed.put("item_reference", part("item_reference").need("id", string()));
        VENDORS_OWN.forEach(type -> typed.put(type, map()));
        return typed;
    }

    /** One item; what says only who speaks is a message. */
    private static final Shape ITEM = map().and((node, path) -> {
        boolean message = !node.hasNonNull("type") && node.has("role");
        (message ? MESSAGE : TYPED).check(node, path);
    });

    static final Shape INPUT = either(string(), list(ITEM, 0, MANY));

    /** The name of a tool. */
    static final Shape TOOL_NAME = matching(NAME);

    /** A conversation at the vendor, by its id. */
    static final Shape CONVERSATION = either(string(), object().need("id", any()));
}
