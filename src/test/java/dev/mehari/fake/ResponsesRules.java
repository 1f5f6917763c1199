package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What OpenAI's Responses checks between fields. */
final class ResponsesRules {
    private static final Pattern REASONING = Pattern.compile("^(o1|o3|o4|gpt-5|gpt-6).*");

    /** Where chat completions have what stands elsewhere here. */
    private static final Map<String, String> MOVED = Map.of(
            "messages", "input",
            "response_format", "text.format",
            "reasoning_effort", "reasoning.effort",
            "verbosity", "text.verbosity",
            "max_tokens", "max_output_tokens",
            "max_completion_tokens", "max_output_tokens");

    private ResponsesRules() {}

    static boolean reasons(String model) {
        return REASONING.matcher(model).matches();
    }

    /** Said before all else, because it is the usual mistake. */
    static void moved(JsonNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String now = MOVED.get(field.getKey());
            if (now != null) {
                throw unsupported(
                        field.getKey(),
                        "Unsupported parameter: '" + field.getKey()
                                + "'. In the Responses API, this parameter has moved to '" + now + "'.");
            }
        }
    }

    static void check(JsonNode body) {
        if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean()) {
            throw Problem.rule(
                    Path.ROOT.to("stream_options"),
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        if (body.path("background").asBoolean() && !body.path("store").asBoolean(true)) {
            throw Problem.rule(Path.ROOT.to("background"), "Background mode requires 'store' to be true.");
        }
        boolean remembered = body.hasNonNull("conversation") || body.hasNonNull("previous_response_id");
        if (!body.hasNonNull("input") && !body.hasNonNull("prompt") && !remembered) {
            throw Problem.missing(Path.ROOT.to("input"));
        }
        boolean logprobs = included(body, "message.output_text.logprobs");
        if (body.path("top_logprobs").asInt() > 0 && !logprobs) {
            throw Problem.rule(
                    Path.ROOT.to("top_logprobs"),
                    "The 'top_logprobs' parameter needs 'message.output_text.logprobs' in 'include'.");
        }
        tools(body);
        format(body);
    }

    static boolean included(JsonNode body, String what) {
        for (JsonNode included : body.path("include")) {
            if (included.asText().equals(what)) {
                return true;
            }
        }
        return false;
    }

    private static void tools(JsonNode body) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < body.path("tools").size(); i++) {
            JsonNode tool = body.path("tools").get(i);
            String name = tool.path("name").asText(tool.path("type").asText());
            names.add(name);
            if (tool.path("type").asText().equals("function")
                    && tool.path("strict").asBoolean()
                    && tool.hasNonNull("parameters")) {
                StrictSchema.parameters(tool.path("parameters"), "tools[" + i + "].parameters", name);
            }
        }
        JsonNode choice = body.path("tool_choice");
        Path at = Path.ROOT.to("tool_choice");
        if (choice.asText().equals("required") && names.isEmpty()) {
            throw Problem.rule(at, "Tool choice 'required' must be specified with 'tools' parameter.");
        }
        if (choice.hasNonNull("name") && !names.contains(choice.path("name").asText())) {
            throw Problem.rule(
                    at, "Tool choice '" + choice.path("name").asText() + "' not found in 'tools' parameter.");
        }
        for (JsonNode allowed : choice.path("tools")) {
            if (allowed.hasNonNull("name")
                    && !names.contains(allowed.path("name").asText())) {
                throw Problem.rule(at, "Tool '" + allowed.path("name").asText() + "' not found in 'tools' parameter.");
            }
        }
    }

    private static void format(JsonNode body) {
        JsonNode format = body.path("text").path("format");
        String type = format.path("type").asText();
        if (type.equals("json_schema") && format.path("strict").asBoolean()) {
            StrictSchema.format(
                    format.path("schema"),
                    "text.format.schema",
                    format.path("name").asText());
        }
        String said = body.path("input") + " " + body.path("instructions");
        if (type.equals("json_object")
                && !said.toLowerCase(java.util.Locale.ROOT).contains("json")) {
            throw Problem.rule(
                    Path.ROOT.to("input"),
                    "Response input messages must contain the word 'json' in some form to use 'text.format' of type"
                            + " 'json_object'.");
        }
    }

    /** What reasoning models refuse, and what the others do. */
    static void model(JsonNode body) {
        boolean reasons = reasons(body.path("model").asText());
        boolean thinks =
                reasons && !body.path("reasoning").path("effort").asText().equals("none");
        for (String name : new String[] {"temperature", "top_p"}) {
            if (thinks && body.hasNonNull(name) && body.path(name).asDouble() != 1) {
                throw unsupported(name, "Unsupported parameter: '" + name + "' is not supported with this model.");
            }
        }
        if (!reasons && body.path("reasoning").hasNonNull("effort")) {
            throw unsupported(
                    "reasoning.effort", "Unsupported parameter: 'reasoning.effort' is not supported with this model.");
        }
        if (!reasons && included(body, "reasoning.encrypted_content")) {
            throw Problem.rule(Path.ROOT.to("include"), "Encrypted content is not supported with this model.");
        }
    }

    private static RuntimeException unsupported(String param, String message) {
        return Failure.at(param, 400, "unsupported_parameter", message).refusal();
    }
}
