package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Gemini checks between fields. */
final class GeminiRules {
    static final String VENDOR = "gemini";

    private static final List<String> DATA = List.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult",
            "toolCall",
            "toolResponse",
            "thoughtSignature");

    private final boolean signatures;

    /** The rules for one model: from the third generation on a call goes back with the signature it came with. */
    GeminiRules(String model) {
        this.signatures = model.matches("^gemini-([3-9]|\\d\\d).*");
    }

    void check(JsonNode body) {
        conversation(Proto.get(body, "contents"));
        parts(Proto.get(Proto.get(body, "systemInstruction"), "parts"), "system_instruction");
        JsonNode config = Proto.get(body, "generationConfig");
        JsonNode thinking = Proto.get(config, "thinkingConfig");
        if (!Proto.get(thinking, "thinkingBudget").isMissingNode()
                && !Proto.get(thinking, "thinkingLevel").isMissingNode()) {
            throw rule("You can only set only one of thinking budget and thinking level.");
        }
        boolean schema = !Proto.get(config, "responseSchema").isMissingNode()
                || !Proto.get(config, "responseJsonSchema").isMissingNode();
        String mime = Proto.get(config, "responseMimeType").asText("text/plain");
        if (schema && mime.equals("text/plain")) {
            throw rule("Function calling config or a response schema needs response_mime_type 'application/json'.");
        }
        GeminiSchema.check(Proto.get(config, "responseJsonSchema"));
        if (!Proto.get(config, "logprobs").isMissingNode()
                && !Proto.get(config, "responseLogprobs").asBoolean()) {
            throw rule("logprobs may only be set if response_logprobs is true.");
        }
        tools(body);
    }

    private static Problem rule(String message) {
        return Problem.rule(Path.ROOT, message);
    }

    private void conversation(JsonNode contents) {
        if (contents.isEmpty()) {
            throw rule("* GenerateContentRequest.contents: contents is not specified");
        }
        int calls = 0;
        String before = "";
        int current = currentTurn(contents);
        for (int i = 0; i < contents.size(); i++) {
            String role = Proto.get(contents.get(i), "role").asText("user");
            JsonNode parts = Proto.get(contents.get(i), "parts");
            if (!role.equals("user") && !role.equals("model")) {
                throw rule("Please use a valid role: user, model.");
            }
            if (parts.isEmpty()) {
                throw rule("* GenerateContentRequest.contents[" + i + "].parts: contents.parts must not be empty.");
            }
            parts(parts, "contents[" + i + "]");
            int results = count(parts, "functionResponse");
            if (results != calls) {
                throw rule("Please ensure that the number of function response parts is equal to the number of function"
                        + " call parts of the function call turn.");
            }
            calls = count(parts, "functionCall");
            if (calls > 0 && (!role.equals("model") || !before.equals("user"))) {
                throw rule(
                        "Please ensure that function call turn comes immediately after a user turn or after a function"
                                + " response turn.");
            }
            if (calls > 0 && signatures && i > current) {
                signed(parts, i);
            }
            before = role;
        }
        if (calls > 0) {
            throw rule("Please ensure that function response turn comes immediately after a function call turn.");
        }
    }

    /** The index of the last thing the user said that is no tool result: what follows is the current turn. */
    private static int currentTurn(JsonNode contents) {
        for (int i = contents.size() - 1; i >= 0; i--) {
            boolean user = Proto.get(contents.get(i), "role").asText("user").equals("user");
            if (user && count(Proto.get(contents.get(i), "parts"), "functionResponse") == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void signed(JsonNode parts, int index) {
        for (JsonNode part : parts) {
            JsonNode call = Proto.get(part, "functionCall");
            if (!call.isMissingNode()) {
                if (Proto.get(part, "thoughtSignature").isMissingNode()) {
                    throw rule("Function call is missing a thought_signature in functionCall parts. Function call `"
                            + Proto.get(call, "name").asText() + "`, position " + index + ".");
                }
                return;
            }
        }
    }

    private static int count(JsonNode parts, String name) {
        int count = 0;
        for (JsonNode part : parts) {
            count += Proto.get(part, name).isMissingNode() ? 0 : 1;
        }
        return count;
    }

    private static void parts(JsonNode parts, String where) {
        for (JsonNode part : parts) {
            long data = DATA.stream()
                    .filter(name -> !name.equals("thoughtSignature"))
                    .filter(name -> !Proto.get(part, name).isMissingNode())
                    .count();
            boolean any = DATA.stream().anyMatch(name -> !Proto.get(part, name).isMissingNode());
            if (!any) {
                throw rule("* GenerateContentRequest." + where
                        + ".parts: required oneof field 'data' must have one initialized field");
            }
            String name = Proto.get(Proto.get(part, "functionCall"), "name").asText("");
            if (Seal.refused(Proto.get(part, "thoughtSignature").asText(""), VENDOR, name)) {
                throw rule("Corrupted thought signature.");
            }
            if (data > 1) {
                throw rule("Invalid value at '" + where + ".parts' (oneof), oneof field 'data' is already set.");
            }
        }
    }

    private static void tools(JsonNode body) {
        Set<String> names = new HashSet<>();
        for (JsonNode tool : Proto.get(body, "tools")) {
            for (JsonNode declared : Proto.get(tool, "functionDeclarations")) {
                if (!names.add(Proto.get(declared, "name").asText())) {
                    throw rule("Duplicate function declaration found: "
                            + Proto.get(declared, "name").asText());
                }
                if (!Proto.get(declared, "parameters").isMissingNode()
                        && !Proto.get(declared, "parametersJsonSchema").isMissingNode()) {
                    throw rule("parameters and parameters_json_schema are mutually exclusive.");
                }
                GeminiSchema.check(Proto.get(declared, "parametersJsonSchema"));
            }
        }
        JsonNode config = Proto.get(Proto.get(body, "toolConfig"), "functionCallingConfig");
        JsonNode allowed = Proto.get(config, "allowedFunctionNames");
        String mode = Proto.get(config, "mode").asText("AUTO");
        if (!allowed.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
            throw rule("allowed_function_names should only be set when the mode is ANY or VALIDATED.");
        }
        for (JsonNode name : allowed) {
            if (!names.contains(name.asText())) {
                throw rule("allowed_function_names holds an unknown function: " + name.asText());
            }
        }
        if (mode.equals("ANY") && names.isEmpty()) {
            throw rule("Function calling mode is set to ANY but no function declarations are provided.");
        }
    }
}
