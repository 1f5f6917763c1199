package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What OpenAI checks between fields. */
final class OpenAiRules {
    private static final Pattern REASONING = Pattern.compile("^(o1|o3|o4|gpt-5|gpt-6).*");
    private static final Pattern EFFORT_OR_TOOLS = Pattern.compile("^(gpt-5\\.[4-9]|gpt-6).*");

    private OpenAiRules() {}

    static void bias(JsonNode node, Path path) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Shape.integer(-100, 100).check(entry.getValue(), path.to(entry.getKey()));
        }
    }

    static void metadata(JsonNode node, Path path) {
        if (node.size() > 16) {
            throw new Problem(Problem.Kind.TOO_MANY, path, "16", "" + node.size());
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getKey().length() > 64) {
                throw new Problem(
                        Problem.Kind.TOO_LONG,
                        path.to(entry.getKey()),
                        "64",
                        "" + entry.getKey().length());
            }
            Shape.string(0, 512).check(entry.getValue(), path.to(entry.getKey()));
        }
    }

    static void check(JsonNode body) {
        if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean()) {
            throw Problem.rule(
                    Path.ROOT.to("stream_options"),
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        if (body.hasNonNull("top_logprobs") && !body.path("logprobs").asBoolean()) {
            throw Problem.rule(
                    Path.ROOT.to("top_logprobs"),
                    "The 'logprobs' parameter must be enabled when 'top_logprobs' is used.");
        }
        if (!body.hasNonNull("tools")) {
            for (String name : new String[] {"tool_choice", "parallel_tool_calls"}) {
                if (body.hasNonNull(name)) {
                    throw Problem.rule(
                            Path.ROOT.to(name),
                            "Invalid value for '" + name + "': '" + name
                                    + "' is only allowed when 'tools' are specified.");
                }
            }
        }
        conversation(body.path("messages"));
    }

    static void conversation(JsonNode messages) {
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            Path at = Path.ROOT.to("messages").to(i);
            if (role.equals("tool")) {
                if (!open.remove(message.path("tool_call_id").asText())) {
                    throw Problem.rule(
                            at.to("role"),
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message"
                                    + " with 'tool_calls'.");
                }
                continue;
            }
            answered(open, at.up());
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
            if (role.equals("assistant") && !says(message)) {
                throw Problem.rule(at.to("content"), "Invalid value for 'content': expected a string, got null.");
            }
        }
        answered(open, Path.ROOT.to("messages"));
    }

    private static boolean says(JsonNode message) {
        return message.hasNonNull("content")
                || message.hasNonNull("tool_calls")
                || message.hasNonNull("function_call")
                || message.hasNonNull("refusal")
                || message.hasNonNull("audio");
    }

    private static void answered(Set<String> open, Path at) {
        if (!open.isEmpty()) {
            throw Problem.rule(
                    at,
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", open));
        }
    }

    /** In the middle of a loop of tools. */
    static void thought(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode message = messages.get(i);
            if (message.path("role").asText().equals("user")) {
                return;
            }
            if (message.hasNonNull("tool_calls")
                    && message.path("reasoning_content").asText("").isEmpty()) {
                throw Problem.rule(
                        Path.ROOT,
                        "Missing `reasoning_content` field in the assistant message at message index " + i + ".");
            }
        }
    }

    /** What the newer models refuse that the older ones took. */
    static void model(JsonNode body) {
        String model = body.path("model").asText();
        if (!REASONING.matcher(model).matches()) {
            return;
        }
        String effort = body.path("reasoning_effort").asText("");
        if (body.hasNonNull("max_tokens")) {
            throw unsupported(
                    "max_tokens",
                    "unsupported_parameter",
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"
                            + " instead.");
        }
        for (String name : new String[] {"temperature", "top_p"}) {
            if (body.hasNonNull(name) && body.path(name).asDouble() != 1 && !effort.equals("none")) {
                throw unsupported(
                        name,
                        "unsupported_value",
                        "Unsupported value: '" + name + "' does not support "
                                + body.path(name).asText()
                                + " with this model. Only the default (1) value is supported.");
            }
        }
        if (EFFORT_OR_TOOLS.matcher(model).matches() && body.hasNonNull("tools") && !effort.equals("none")) {
            throw unsupported(
                    "reasoning_effort",
                    "unsupported_value",
                    "Function tools with reasoning_effort are not supported for " + model
                            + " in /v1/chat/completions. Please use /v1/responses instead.");
        }
    }

    private static RuntimeException unsupported(String param, String code, String message) {
        return Failure.at(param, 400, code, message).refusal();
    }
}
