package dev.mehari.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of an item of reasoning. */
final class ReasoningText {
    /** Between two parts. */
    static final String BREAK = "\n\n";

    private ReasoningText() {}

    /** @param parts of a summary, or of the thinking itself; null for none */
    static String of(@Nullable JsonNode parts) {
        List<String> texts = new ArrayList<>();
        if (parts != null) {
            for (JsonNode part : parts) {
                String text = part.path("text").asText("");
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
        }
        return String.join(BREAK, texts);
    }
}
