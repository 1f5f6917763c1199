package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What OpenAI checks between the items of an input. */
final class ResponsesHistory {
    static final String VENDOR = "openai";

    private final JsonNode input;
    private final Map<String, String> thought;
    private final Set<String> kept;
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> seen = new HashSet<>();
    private boolean remembered;

    /**
     * A check of one input.
     *
     * @param remembered whether there is more of the conversation at the vendor
     * @param thought ids of items that came of thinking, and the id of the thinking
     * @param kept ids of the items that the vendor has kept
     */
    ResponsesHistory(JsonNode input, boolean remembered, Map<String, String> thought, Set<String> kept) {
        this.input = input;
        this.remembered = remembered;
        this.thought = thought;
        this.kept = kept;
    }

    void check() {
        for (int i = 0; i < input.size(); i++) {
            JsonNode item = input.get(i);
            switch (item.path("type").asText("message")) {
                case "function_call", "custom_tool_call" -> call(item);
                case "function_call_output", "custom_tool_call_output" -> output(item);
                case "reasoning" -> reasoning(item, i + 1 < input.size() ? input.get(i + 1) : null);
                case "item_reference" -> {
                    checkKept(item);
                    remembered = true;
                }
                default -> {}
            }
        }
        if (!open.isEmpty()) {
            throw rule(
                    "No tool output found for function call " + open.iterator().next() + ".");
        }
    }

    private void call(JsonNode item) {
        open.add(item.path("call_id").asText());
        String thinking = thought.get(item.path("id").asText());
        if (thinking != null && !seen.contains(thinking)) {
            throw rule("Item '" + item.path("id").asText() + "' of type '"
                    + item.path("type").asText() + "' was provided without its required 'reasoning' item: '" + thinking
                    + "'.");
        }
    }

    private void output(JsonNode item) {
        if (!open.remove(item.path("call_id").asText()) && !remembered) {
            throw rule("No tool call found for function call output with call_id "
                    + item.path("call_id").asText() + ".");
        }
    }

    private void reasoning(JsonNode item, @Nullable JsonNode next) {
        String id = item.path("id").asText();
        seen.add(id);
        String type = next == null ? "" : next.path("type").asText("message");
        boolean user = type.equals("message")
                && next != null
                && !next.path("role").asText().equals("assistant");
        if (type.isEmpty() || user || type.endsWith("_output")) {
            throw rule("Item '" + id + "' of type 'reasoning' was provided without its required following item.");
        }
        if (!item.hasNonNull("encrypted_content")) {
            checkKept(item);
        } else if (Seal.refused(item.path("encrypted_content").asText(), VENDOR, id)) {
            throw Failure.at(
                            "input",
                            400,
                            "invalid_encrypted_content",
                            "The encrypted content for item " + id + " could not be verified. Reason: Encrypted"
                                    + " content could not be decrypted or parsed.")
                    .refusal();
        }
    }

    private void checkKept(JsonNode item) {
        String id = item.path("id").asText();
        if (!kept.contains(id)) {
            throw Failure.at(
                            "input",
                            404,
                            null,
                            "Item with id '" + id + "' not found. Items are not persisted when `store` is set to false."
                                    + " Try again with `store` set to true, or remove this item from your input.")
                    .refusal();
        }
    }

    private static Problem rule(String message) {
        return Problem.rule(Path.ROOT.to("input"), message);
    }
}
