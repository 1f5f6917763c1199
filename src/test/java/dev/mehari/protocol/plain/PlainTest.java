package dev.mehari.protocol.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openai.OpenAiChat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes read and what they leave. */
final class PlainTest {
    private static Document document(String json) throws IOException {
        return Document.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Piece> all(Pieces pieces) throws IOException {
        List<Piece> all = new ArrayList<>();
        for (Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
            all.add(piece);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            status               | ACTIVE    | "ACTIVE"
            id                   | 41        | 41
            done                 | true      | true
            none                 | -         | null
            missing.at.all       | -         | null
            data.items[1].text   | b "q"     | "b \\"q\\""
            data.items.size      | 2         | null
            data.items[7]        | -         | null
            data.items[0]        | {"text":"a"} | {"text":"a"}
            """)
    void fieldsAreFoundByTheirPath(String path, String field, String json) throws IOException {
        Document found = document("{\"status\":\"ACTIVE\",\"id\":41,\"done\":true,\"none\":null,"
                + "\"data\":{\"items\":[{\"text\":\"a\"},{\"text\":\"b \\\"q\\\"\"}]}}");

        assertThat(String.valueOf(found.field(path))).isEqualTo(String.valueOf(field));
        assertThat(found.json(path)).isEqualTo(json);
    }

    private static Document question(String messages, Losses losses) throws IOException {
        ObjectNode body =
                (ObjectNode) Tree.read(("{\"model\":\"m\",\"temperature\":0.5,\"messages\":[" + messages + "]}")
                        .getBytes(StandardCharsets.UTF_8));
        return PlainQuestion.of(
                body,
                new OpenAiChat().read(body, false, new Losses()),
                Map.of("org-id", "323", "thinks", "true", "zip", "00123"),
                losses);
    }

    @Test
    void oneWhoSpeaksAloneIsThePrompt() throws IOException {
        Document question = question("{\"role\":\"user\",\"content\":\"Say \\\"hi\\\"\"}", new Losses());

        assertThat(question.field("prompt")).isEqualTo("Say \"hi\"");
        assertThat(question.json("prompt")).isEqualTo("\"Say \\\"hi\\\"\"");
        assertThat(question.json("temperature")).isEqualTo("0.5");
        assertThat(question.json("options.org-id")).isEqualTo("323");
        assertThat(question.json("options.thinks")).isEqualTo("true");
        assertThat(question.json("options.zip")).as("no number is spelled so").isEqualTo("\"00123\"");
    }

    @Test
    void aConversationIsOneTextAndWhatIsNoneIsNoted() throws IOException {
        Losses losses = new Losses();
        Document question = question(
                "{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"One?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Two.\"},{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"Three?\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/y.png\"}}]}",
                losses);

        assertThat(question.field("prompt")).isEqualTo("Be brief.\n\nUser: One?\n\nAssistant: Two.\n\nUser: Three?");
        assertThat(question.field("system")).isEqualTo("Be brief.");
        assertThat(question.field("last")).isEqualTo("Three?");
        assertThat(losses.all()).hasToString("[messages[3].content[1]:dropped]");
    }

    @Test
    void anAnswerIsATextAMappingOrSeveral() throws IOException {
        assertThat(all(Pieces.of("hi"))).containsExactly(new Piece.Text("hi"));
        assertThat(all(Pieces.of("hi".getBytes(StandardCharsets.UTF_8)))).containsExactly(new Piece.Text("hi"));
        assertThat(all(Pieces.of(List.of("a", Map.of("text", "b")))))
                .containsExactly(new Piece.Text("a"), new Piece.Text("b"));
        assertThat(all(Pieces.of(List.of("a", "b").iterator())))
                .containsExactly(new Piece.Text("a"), new Piece.Text("b"));
        assertThat(all(Pieces.of(new ByteArrayInputStream("grün".getBytes(StandardCharsets.UTF_8)))))
                .containsExactly(new Piece.Text("grün"));
        assertThat(all(Pieces.of(null))).isEmpty();
    }

    @Test
    void aMappingSaysAllThatAnAnswerCan() throws IOException {
        Document said = document("{\"thinking\":\"hm\",\"text\":\"hi\",\"tool_calls\":[{\"name\":\"f\",\"arguments\":"
                + "{\"a\":1}}],\"usage\":{\"input\":3,\"output\":4},\"finish\":\"length\"}");

        assertThat(all(Pieces.of(said)))
                .containsExactly(
                        new Piece.Thinking("hm"),
                        new Piece.Text("hi"),
                        new Piece.Call(null, "f", "{\"a\":1}"),
                        new Piece.Used(new Usage(3, 0, 0, 0, 4, 0)),
                        new Piece.Finished(StopReason.MAX_TOKENS));
        assertThat(all(Pieces.of(document("{\"error\":{\"status\":429,\"code\":\"slow\",\"message\":\"no\"}}"))))
                .containsExactly(new Piece.Failed(429, "slow", "no"));
        assertThat(all(Pieces.of(document("{\"error\":{\"status\":200,\"message\":\"no\"}}"))))
                .containsExactly(new Piece.Failed(502, null, "no"));
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> Pieces.of(Thread.currentThread())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pieces.of(document("[1]"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Pieces events(String... data) {
        String stream = "data: " + String.join("\n\ndata: ", data) + "\n\n";
        return EventShape.of(name -> "")
                .pieces(new EventStream(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void eventsThinkAndAnswer() throws IOException {
        Pieces pieces = events(
                "{\"data\":{\"phase\":\"thinking\",\"delta_content\":\"hm\"}}",
                "{\"data\":{\"phase\":\"answer\",\"delta_content\":\"hi\"}}",
                "{\"data\":{\"done\":true,\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}}",
                "{\"data\":{\"phase\":\"answer\",\"delta_content\":\"behind the end\"}}");

        assertThat(all(pieces))
                .containsExactly(
                        new Piece.Thinking("hm"), new Piece.Text("hi"), new Piece.Used(new Usage(3, 0, 0, 0, 4, 0)));
        assertThat(all(events("{\"data\":{\"error\":{\"detail\":\"full\",\"code\":503}}}", "[DONE]")))
                .containsExactly(new Piece.Failed(503, "503", "full"));
    }

    @Test
    void eventsThatEndBeforeTheLastBreakOff() throws IOException {
        Pieces pieces = events("{\"data\":{\"phase\":\"answer\",\"delta_content\":\"hi\"}}");
        pieces.next();

        assertThatThrownBy(pieces::next).isInstanceOf(IOException.class);
    }

    @Test
    void piecesThatComeAreNotAskedForAhead() throws IOException {
        List<String> asked = new ArrayList<>();
        Iterator<String> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return asked.size() < 3;
            }

            @Override
            public String next() {
                asked.add("x");
                return "x";
            }
        };

        Pieces pieces = Pieces.of(source);
        pieces.next();

        assertThat(pieces.isLive()).isTrue();
        assertThat(asked).hasSize(1);
    }
}
