package dev.mehari.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Tool;
import org.jspecify.annotations.Nullable;

/** What a model is told of the text that a tool takes, where nothing holds it to a grammar. */
final class Grammar {
    private Grammar() {}

    static @Nullable String told(Tool.Custom tool) {
        String description = tool.description();
        JsonNode format = tool.format();
        // Chat completions nest what Responses say flat.
        JsonNode grammar = format == null ? null : format.path("grammar").isObject() ? format.path("grammar") : format;
        String definition = grammar == null ? "" : grammar.path("definition").asText();
        if (grammar == null || definition.isEmpty()) {
            return description;
        }
        String told = "The input is text that follows this grammar ("
                + grammar.path("syntax").asText("lark") + "):\n" + definition;
        return description == null || description.isEmpty() ? told : description + "\n\n" + told;
    }
}
