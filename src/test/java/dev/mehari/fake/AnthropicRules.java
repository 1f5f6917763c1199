package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What Anthropic checks between fields. */
final class AnthropicRules {
    private static final Pattern NO_SAMPLING = Pattern.compile("^claude-(opus-4-[78]|(opus|sonnet|haiku|fable)-5).*");
    private static final Pattern ONE_SAMPLING = Pattern.compile("^claude-[a-z]+-4-[5-9].*");

    private final boolean merges;
    private final boolean newer;

    /**
     * The rules.
     *
     * @param merges turns of one role in a row are taken as one
     * @param newer those of version 2026-10-21
     */
    AnthropicRules(boolean merges, boolean newer) {
        this.merges = merges;
        this.newer = newer;
    }

    static void schema(JsonNode node, Path path) {
        if (!node.path("type").asText().equals("object")) {
            throw Problem.missing(path.to("type"));
        }
    }

    void check(JsonNode body) {
        conversation(body.path("messages"));
        AnthropicSigned.check(body);
        texts(body.path("system"), "system");
        tools(body);
        thinking(body);
        sampling(body);
        stops(body.path("stop_sequences"));
        int breakpoints = body.findValues("cache_control").stream()
                .mapToInt(value -> value.isNull() ? 0 : 1)
                .sum();
        if (breakpoints > 4) {
            throw rule("A maximum of 4 blocks with cache_control may be provided. Found " + breakpoints + ".");
        }
    }

    private static Problem rule(String message) {
        return Problem.rule(Path.ROOT, message);
    }

    private void conversation(JsonNode messages) {
        if (messages.isEmpty()) {
            throw rule("messages: at least one message is required");
        }
        String before = "";
        Set<String> open = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            order(before, role, i, i == messages.size() - 1, messages);
            boolean lastAssistant = role.equals("assistant") && i == messages.size() - 1;
            content(message.path("content"), i, lastAssistant);
            if (newer) {
                noLeftovers(message.path("content"), role, i);
            }
            results(message.path("content"), role, i, open);
            open = role.equals("assistant") ? calls(message.path("content"), open, before) : Set.of();
            before = role;
        }
        if (!open.isEmpty()) {
            throw unanswered(messages.size() - 1, open);
        }
    }

    private void order(String before, String role, int index, boolean last, JsonNode messages) {
        if (index == 0 && !role.equals("user")) {
            throw rule("messages: first message must use the \"user\" role");
        }
        if (role.equals("system")) {
            boolean placed = before.equals("user")
                    && (last || messages.get(index + 1).path("role").asText().equals("assistant"));
            if (!placed) {
                throw rule("messages." + index + ": system messages must directly follow a user message, and be last or"
                        + " followed by an assistant message");
            }
        } else if (role.equals(before) && !merges) {
            throw rule("messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"" + role
                    + "\" roles in a row");
        }
    }

    private static void content(JsonNode content, int index, boolean lastAssistant) {
        boolean empty = content.isTextual() ? content.asText().isEmpty() : content.isEmpty();
        if (empty && !lastAssistant) {
            throw rule("messages." + index + ": all messages must have non-empty content except for the optional final"
                    + " assistant message");
        }
        texts(content, "messages");
        String end = content.isTextual()
                ? content.asText()
                : content.path(content.size() - 1).path("text").asText();
        if (lastAssistant && !end.equals(end.stripTrailing())) {
            throw rule("messages: final assistant content cannot end with trailing whitespace");
        }
    }

    /** What an answer of the vendor's own tools leaves behind and the newer version no longer takes back. */
    private static void noLeftovers(JsonNode content, String role, int index) {
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String type = block.path("type").asText();
            if (role.equals("assistant") && type.equals("document")) {
                throw rule("messages." + index + ".content." + i
                        + ": document blocks are not permitted in assistant turns");
            }
            boolean cited = block.path("citations").isArray()
                    && !block.path("citations").isEmpty();
            if (role.equals("user") && cited) {
                throw rule("messages." + index + ".content." + i + ".citations: Extra inputs are not permitted");
            }
        }
    }

    private static void texts(JsonNode blocks, String where) {
        for (JsonNode block : blocks) {
            if (block.path("type").asText().equals("text")
                    && block.path("text").asText().isEmpty()) {
                throw rule(where + ": text content blocks must be non-empty");
            }
            if (block.path("type").asText().equals("tool_result")) {
                texts(block.path("content"), where);
            }
        }
    }

    private static Set<String> calls(JsonNode content, Set<String> open, String before) {
        Set<String> calls = new LinkedHashSet<>(before.equals("assistant") ? open : Set.of());
        for (JsonNode block : content) {
            String id = block.path("id").asText();
            if (block.path("type").asText().equals("tool_use") && !calls.add(id)) {
                throw rule("messages: `tool_use` ids must be unique");
            }
        }
        return calls;
    }

    /** Results stand first in the very next user turn, one for each call, and for nothing else. */
    private static void results(JsonNode content, String role, int index, Set<String> open) {
        Set<String> missing = new LinkedHashSet<>(open);
        boolean other = false;
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (!block.path("type").asText().equals("tool_result")) {
                other = true;
                continue;
            }
            String id = block.path("tool_use_id").asText();
            if (!missing.remove(id)) {
                throw rule("messages." + index + ".content." + i + ": unexpected `tool_use_id` found in `tool_result`"
                        + " blocks: " + id + ". Each `tool_result` block must have a corresponding `tool_use` block in"
                        + " the previous message.");
            }
            if (other) {
                throw rule("messages." + index + ": `tool_result` blocks must come before all other content");
            }
        }
        if (!missing.isEmpty() && !role.equals("assistant")) {
            throw unanswered(index - 1, missing);
        }
    }

    private static Problem unanswered(int index, Set<String> ids) {
        return rule("messages." + index + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                + String.join(", ", ids)
                + ". Each `tool_use` block must have a corresponding `tool_result` block in the"
                + " next message.");
    }

    private static void tools(JsonNode body) {
        Set<String> names = new HashSet<>();
        for (JsonNode tool : body.path("tools")) {
            if (!names.add(tool.path("name").asText())) {
                throw rule("tools: Tool names must be unique.");
            }
        }
        JsonNode choice = body.path("tool_choice");
        if (choice.isObject() && names.isEmpty()) {
            throw rule("tool_choice may only be specified while providing tools.");
        }
        if (choice.path("type").asText().equals("tool")
                && !names.contains(choice.path("name").asText())) {
            throw rule("Tool '" + choice.path("name").asText() + "' not found in provided tools");
        }
        boolean history = body.path("messages").findValuesAsText("type").stream()
                .anyMatch(type -> type.equals("tool_use") || type.equals("tool_result"));
        if (history && names.isEmpty()) {
            throw rule("Requests which include `tool_use` or `tool_result` blocks must define tools");
        }
    }

    private static void thinking(JsonNode body) {
        JsonNode thinking = body.path("thinking");
        boolean on = thinking.isObject() && !thinking.path("type").asText().equals("disabled");
        String forced = body.path("tool_choice").path("type").asText();
        if (thinking.path("budget_tokens").asLong() >= body.path("max_tokens").asLong(Long.MAX_VALUE)) {
            throw rule("`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        if (on && (forced.equals("any") || forced.equals("tool"))) {
            throw rule("Thinking may not be enabled when tool_choice forces tool use.");
        }
        if (on && body.hasNonNull("temperature") && body.path("temperature").asDouble() != 1) {
            throw rule("`temperature` may only be set to 1 when thinking is enabled.");
        }
    }

    private static void sampling(JsonNode body) {
        String model = body.path("model").asText();
        if (ONE_SAMPLING.matcher(model).matches() && body.hasNonNull("temperature") && body.hasNonNull("top_p")) {
            throw rule("`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        }
        for (String name : new String[] {"temperature", "top_p", "top_k"}) {
            boolean plain = name.equals("temperature") && body.path(name).asDouble() == 1;
            if (NO_SAMPLING.matcher(model).matches() && body.hasNonNull(name) && !plain) {
                throw rule("`" + name + "` is not supported for this model.");
            }
        }
    }

    private static void stops(JsonNode stops) {
        for (JsonNode stop : stops) {
            if (stop.asText().isBlank()) {
                throw rule("stop_sequences: each stop sequence must contain non-whitespace");
            }
        }
    }
}
