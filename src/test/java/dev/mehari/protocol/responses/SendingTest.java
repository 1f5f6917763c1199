package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what the model said earlier, as items")
class SendingTest {
    private static final Content CALL = new Content.ToolCall("c", "f", "{}", false, null, null, "call");
    private static final Content RESULT = new Content.ToolResult("c", List.of(), false, null, "result");
    private static final Content.Thinking SEALED = new Content.Thinking(
            "t", new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'type':'reasoning','id':'rs'}")), "sealed");

    private final Losses losses = new Losses();

    private static Content text(String text) {
        return new Content.Text(text, null, "text");
    }

    /** The items behind the question. */
    private String input(List<Content> said, Content... answered) {
        List<Turn> turns = List.of(
                new Turn(Role.USER, List.of(text("q")), "u"),
                new Turn(Role.ASSISTANT, said, "a"),
                new Turn(Role.USER, List.of(answered), "u"));
        ChatRequest request =
                new ChatRequest(turns, List.of(), null, null, null, null, List.of(), new Options(), false);
        var items = Chats.CHAT.write(request, Chats.aim(), losses).body().withArray("input");
        items.remove(0);
        return Tree.text(items).replace('"', '\'');
    }

    private static String said(String text) {
        return "{'type':'message','role':'assistant','content':'" + text + "'}";
    }

    @Test
    @DisplayName("what only this protocol has words for goes back where it stood, and another's is lost")
    void foreign() {
        Content own = new Content.Foreign(
                Protocol.OPENAI_RESPONSES,
                "web_search_call",
                Chats.json("{'type':'web_search_call','id':'ws'}"),
                "own");
        Content other = new Content.Foreign(Protocol.GEMINI, "x", Tree.object(), "other");
        assertThat(input(List.of(text("a"), SEALED, own, other, text("b"))))
                .isEqualTo("[" + said("a") + ",{'type':'reasoning','id':'rs'},{'type':'web_search_call','id':'ws'},"
                        + said("b") + "]");
        assertThat(Chats.words(losses)).containsExactly("other:dropped");
    }

    @Test
    @DisplayName("sealed thinking stands once, before what came of it; where nothing came, it is lost")
    void sealed() {
        assertThat(input(List.of(SEALED, text("a"), text("b"), SEALED)))
                .isEqualTo("[{'type':'reasoning','id':'rs'}," + said("ab") + "]");
        assertThat(Chats.words(losses)).containsExactly("sealed:dropped");
    }

    @Test
    @DisplayName("what the model showed is shown by the user, never between a call and its result")
    void shown() {
        Content image = new Content.Image(new Media.Remote("", "https://h/i"), null, null, "image");
        Content file =
                new Content.Document(new Media.Remote("", "https://h/f"), null, new Cache(false, "mark"), "file");
        assertThat(input(List.of(image, file, CALL), RESULT, text("go")))
                .startsWith("[{'type':'function_call'")
                .containsSubsequence("function_call_output", "https://h/i", "https://h/f", "'go'")
                .containsOnlyOnce("https://h/i");
        assertThat(Chats.words(losses)).containsExactly("image:moved", "mark:dropped", "file:moved");
        assertThat(input(List.of(image))).contains("https://h/i");
    }

    @Test
    void counted() {
        ResponsesCounts counts = new ResponsesCounts();
        assertThat(counts.path("m")).isEqualTo("/responses/input_tokens");
        ChatRequest prompt = counts.read(Chats.json("{'input':'Hi','temperature':0.5,'stream':true}"), losses);
        assertThat(prompt.turns()).hasSize(1);
        assertThat(prompt.stream()).isFalse();
        assertThat(Chats.words(losses)).containsExactly("temperature:dropped");
        assertThat(new String(counts.reply(7), StandardCharsets.UTF_8))
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'prompt_cache_options':{'mode':'explicit'}",
                "'prompt_cache_retention':'24h'",
                "'moderation':{'model':'a'}",
                "'max_output_tokens':16"
            })
    void asTheyAre(String members) {
        var sent = Chats.sent(members);
        sent.remove("include");
        assertThat(sent).isEqualTo(Chats.json("{" + members + "}"));
    }
}
