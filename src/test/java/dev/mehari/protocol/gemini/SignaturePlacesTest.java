package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.call;
import static dev.mehari.protocol.gemini.Chats.json;
import static dev.mehari.protocol.gemini.Chats.result;
import static dev.mehari.protocol.gemini.Chats.text;
import static dev.mehari.protocol.gemini.Chats.thought;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.Capabilities;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturePlacesTest {
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
            String signature = part.path("thoughtSignature").asText("").replace(Signatures.NONE, "*");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text':'T','thought':true,'thoughtSignature':'1'},{'functionCall':{'id':'a','name':'f','args':{}},"
                        + "'thoughtSignature':'2'},{'functionCall':{'id':'b','name':'f','args':{}},"
                        + "'thoughtSignature':'3'}",
                "{'text':'t','thoughtSignature':'1'},{'functionCall':{'id':'a','name':'f','args':{}},"
                        + "'thoughtSignature':'2'}",
                "{'text':'t'},{'text':'','thoughtSignature':'1'}",
                "{'functionCall':{'id':'a','name':'f','args':{}},'thoughtSignature':'1'},"
                        + "{'functionCall':{'id':'b','name':'f','args':{}},'thoughtSignature':'2'}",
            })
    @DisplayName("fault 1.17: through a client of Gemini's, streamed or whole, and another replica")
    void roundTrip(String parts) throws IOException {
        JsonNode reply = json("{'candidates':[{'content':{'parts':[" + parts + "]},'finishReason':'STOP'}]}");
        List<ChatEvent> events = new ArrayList<>();
        new ReplyDecoder(new Losses()).whole(reply, events::add);
        Answer answer = new Answer();
        events.forEach(answer);
        Frame frame = new Frame(() -> "id", "req", 0, "m", reply, true, false, 1);
        JsonNode whole = Tree.read(new ReplyEncoder(frame, new Losses()).whole(answer));
        ReplyEncoder writer = new ReplyEncoder(frame, new Losses());
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        events.forEach(event -> writer.take(event, stream::writeBytes));
        writer.end(stream::writeBytes);
        ArrayNode streamed = Tree.array();
        for (JsonNode response : Tree.read(stream.toByteArray())) {
            response.at("/candidates/0/content/parts").forEach(streamed::add);
        }
        ArrayNode original = (ArrayNode) reply.at("/candidates/0/content/parts");
        assertThat(again(whole.at("/candidates/0/content/parts"))).isEqualTo(again(original));
        assertThat(again(streamed)).isEqualTo(again(original));
    }

    /** What Google gets in the next turn. */
    private static String again(JsonNode parts) {
        JsonNode history = json("{'contents':[{'parts':[{'text':'q'}]},{'role':'model','parts':[]}]}");
        parts.forEach(((ArrayNode) history.at("/contents/1/parts"))::add);
        Losses losses = new Losses();
        Capabilities capabilities =
                new Capabilities(true, Set.of("level"), Set.of(), false, true, true, true, true, true, 0, 0);
        GeminiChat codec = new GeminiChat();
        JsonNode sent = codec.write(codec.read(history, false, losses), new Aim("m", capabilities, Set.of()), losses)
                .body();
        StringBuilder out = new StringBuilder();
        for (JsonNode part : sent.at("/contents/1/parts")) {
            String text = part.path("text").asText("");
            // One text may have been cut in two.
            if (!text.isEmpty() || part.has("thoughtSignature")) {
                out.append(text)
                        .append(part.path("functionCall").path("id").asText(""))
                        .append(':')
                        .append(part.path("thoughtSignature").asText(""))
                        .append(' ');
            }
        }
        return out.toString().replace("t: : ", "t: ").replace("t: :1", "t:1");
    }
}
