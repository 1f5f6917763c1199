package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;

/** What Anthropic checks of the thinking in a history. */
final class AnthropicSigned {
    static final String VENDOR = "anthropic";

    private AnthropicSigned() {}

    static void check(JsonNode body) {
        JsonNode messages = body.path("messages");
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).path("role").asText().equals("assistant")) {
                last = i;
                signatures(messages.get(i).path("content"), i);
            }
        }
        boolean budget = body.path("thinking").path("type").asText().equals("enabled");
        if (budget && last >= 0 && results(messages.path(messages.size() - 1))) {
            first(messages.get(last).path("content"), last);
        }
    }

    private static boolean results(JsonNode message) {
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("tool_result")) {
                return true;
            }
        }
        return false;
    }

    /** In the middle of a loop of tools a model that thinks has to see what it thought. */
    private static void first(JsonNode content, int index) {
        String type = content.path(0).path("type").asText("text");
        if (!type.equals("thinking") && !type.equals("redacted_thinking")) {
            throw Problem.rule(
                    Path.ROOT,
                    "messages." + index + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                            + type + "`. When `thinking` is enabled, a final `assistant` message must start with a"
                            + " thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
        }
    }

    private static void signatures(JsonNode content, int index) {
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String signature = block.path("signature").asText();
            boolean wrong = signature.isEmpty()
                    || Seal.refused(signature, VENDOR, block.path("thinking").asText());
            if (block.path("type").asText().equals("thinking") && wrong) {
                throw Problem.rule(
                        Path.ROOT, "messages." + index + ".content." + i + ": Invalid `signature` in `thinking` block");
            }
        }
    }
}
