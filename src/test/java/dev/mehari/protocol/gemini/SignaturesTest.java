package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.call;
import static dev.mehari.protocol.gemini.Chats.result;
import static dev.mehari.protocol.gemini.Chats.text;
import static dev.mehari.protocol.gemini.Chats.thought;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.protocol.chat.Content;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturesTest {
    /**
     * Parts are written as {@code T} a thought, {@code t} a text, {@code c} a call, each with its signature behind a
     * colon; {@code .} is a thought without text.
     */
    @ParameterizedTest
    @CsvSource({
        "T:1 c, c:1",
        "T:1 c c, c:1 c",
        "T:1 t c, t c:1",
        "T:1 t, t:1",
        ".:1 t, t:1",
        ".:1 t c, t:1 c:*",
        "t .:1 c, t c:1",
        "T t .:1 c, t c:1",
        "T:1 t .:2 c, t:1 c:2",
        "T:1 c:2, T:1 c:2",
        "T:1 c:1, c:1",
        "c:1 c:2, c:1 c:2",
        "c:1 .:2 c, c:1 c:2",
        "t .:1, t .:1",
        "T:1, T:1",
        "T:1 T:2 c, T:1 c:2",
        "T t, t",
    })
    @DisplayName("fault 1.17: each signature goes back to its place, whatever the client made of it")
    void places(String history, String expected) {
        List<Content> parts = new ArrayList<>();
        List<Content> results = new ArrayList<>();
        for (String word : history.split(" ", -1)) {
            String signature = word.length() > 1 ? word.substring(2) : null;
            switch (word.charAt(0)) {
                case 'T' -> parts.add(thought("T", signature));
                case '.' -> parts.add(thought("", signature));
                case 't' -> parts.add(text("t"));
                default -> {
                    parts.add(call("c" + parts.size(), signature));
                    results.add(result("c" + (parts.size() - 1)));
                }
            }
        }
        Chats chats = Chats.asking("q").model(parts.toArray(new Content[0]));
        if (!results.isEmpty()) {
            chats.user(results.toArray(new Content[0]));
        }
        List<String> out = new ArrayList<>();
        for (JsonNode part : chats.body().at("/contents/1/parts")) {
            String kind = part.has("functionCall")
                    ? "c"
                    : part.path("text").asText().isEmpty()
                            ? "."
                            : part.path("text").asText();
            String signature = part.path("thoughtSignature").asText("").replace(Signature.NONE, "*");
            assertThat(part.path("thought").asBoolean()).isEqualTo(kind.equals("T"));
            out.add(signature.isEmpty() ? kind : kind + ":" + signature);
        }
        assertThat(String.join(" ", out)).isEqualTo(expected);
    }

    @Test
    @DisplayName("fault 1.16: what another provider signed is never sent to Google")
    void foreign() {
        Chats chats = Chats.asking("q")
                .model(new Content.Thinking("T", Chats.anthropic(), "messages[1].content[0]"), text("a"))
                .user(text("b"));
        assertThat(chats.at("/contents/1/parts")).isEqualTo("[{'text':'a'}]");
        assertThat(chats.lost()).containsExactly("messages[1].content[0]:dropped");
    }
}
