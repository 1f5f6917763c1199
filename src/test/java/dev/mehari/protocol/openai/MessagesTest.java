package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages, read and written again, and written from what other protocols can say. */
class MessagesTest {
    private static final String CALL =
            "{'role':'assistant','content':null,'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]}";

    private final Losses losses = new Losses();

    private String again(String messages, String... quirks) {
        return Tree.text(Chats.sent("{'messages':[" + messages + "]}", Chats.aim(quirks), losses)
                        .get("messages"))
                .replace('"', '\'');
    }

    private String written(Aim aim, Turn... turns) {
        ChatRequest request =
                new ChatRequest(List.of(turns), List.of(), null, null, null, null, List.of(), new Options(), false);
        JsonNode body = Chats.CHAT.write(request, aim, losses).body();
        return Tree.text(body.get("messages")).replace('"', '\'');
    }

    private static Turn turn(Role role, Content... parts) {
        return new Turn(role, List.of(parts), "t");
    }

    private static Content.Text text(String text) {
        return new Content.Text(text, null, "x");
    }

    static List<String> same() {
        return List.of(
                "{'role':'user','content':'Hi'}",
                "{'role':'user','content':''}",
                "{'role':'system','content':'A'},{'role':'user','content':'Hi'},{'role':'system','content':'B'},{'role':'user','content':'Ho'}",
                "{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'https://x/y.png','detail':'low'}}]}",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}},{'type':'input_audio','input_audio':{'data':'AA==','format':'mp3'}}]}",
                "{'role':'user','content':[{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AA=='}},{'type':'odd','x':1}]}",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':null,'refusal':'No'},{'role':'user','content':'Ho'}",
                "{'role':'user','content':'Hi'}," + CALL + ",{'role':'tool','tool_call_id':'a','content':'ok'}",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':null,'tool_calls':[{'id':'a','type':'custom','custom':{'name':'p','input':'*'}}]},{'role':'tool','tool_call_id':'a','content':'ok'}");
    }

    @ParameterizedTest
    @MethodSource("same")
    @DisplayName("what the protocol has words for comes back as it was")
    void roundTrip(String messages) {
        assertThat(again(messages)).isEqualTo("[" + messages + "]");
        assertThat(losses.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'developer','content':'A'},{'role':'system','content':[{'type':'text','text':'B'}]},{'role':'user','content':'Hi'}|[{'role':'system','content':'A~B'},{'role':'user','content':'Hi'}]|``",
                "{'role':'user','name':'n','content':'Hi'}|[{'role':'user','content':'Hi'}]|messages[0].name:dropped",
                "{'role':'user','content':[{'type':'text','text':''},{'type':'text','text':'a','odd':1}]}|[{'role':'user','content':'a'}]|messages[0].content[1].odd:dropped",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':'a','reasoning_content':'t'}|[{'role':'user','content':'Hi'},{'role':'assistant','content':'a'}]|messages[1].reasoning_content:dropped",
                "{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}|[{'role':'user','content':'a'}]|messages[0].content[0].cache_control:dropped",
                "{'role':'user','content':[{'type':'file','file':{'filename':'a.txt','file_data':'SGk='}}]}|[{'role':'user','content':'Hi'}]|messages[0].content[0]:approximated",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':'a','annotations':[],'audio':null,'function_call':null,'tool_calls':null}|[{'role':'user','content':'Hi'},{'role':'assistant','content':'a'}]|``",
            })
    void changed(String messages, String sent, String lost) {
        assertThat(again(messages)).isEqualTo(sent.replace("~", "\\n\\n"));
        assertThat(String.join(" ", Chats.words(losses))).isEqualTo(lost);
    }

    @Test
    @DisplayName("fault 1.21: results stand behind their call, in its order, before anything else")
    void results() {
        assertThat(written(
                        Chats.aim(),
                        turn(Role.USER, text("Hi")),
                        turn(
                                Role.ASSISTANT,
                                new Content.ToolCall("a", "f", "", false, null, null, "c1"),
                                new Content.ToolCall("b", "f", "{}", false, null, null, "c2")),
                        turn(Role.USER, new Content.ToolResult("b", List.of(text("B")), true, null, "r1"), text("So?")),
                        turn(Role.USER, new Content.ToolResult("a", List.of(), true, null, "r2"))))
                .endsWith("{'role':'tool','tool_call_id':'a','content':'Error:'},"
                        + "{'role':'tool','tool_call_id':'b','content':'Error: B'},"
                        + "{'role':'user','content':'So?'}]")
                .contains("'arguments':'{}'");
    }

    @Test
    @DisplayName("fault 1.22: what a tool shows is shown by the user, behind all results")
    void shownByTools() {
        Content image = new Content.Image(new Media.Inline("image/png", "AA=="), null, null, "i");
        assertThat(written(
                        Chats.aim(),
                        turn(Role.USER, text("Hi")),
                        turn(
                                Role.ASSISTANT,
                                new Content.ToolCall("a", "f", "{}", false, null, null, "c1"),
                                new Content.ToolCall("b", "f", "{}", false, null, null, "c2")),
                        turn(
                                Role.USER,
                                new Content.ToolResult("a", List.of(image), false, null, "r1"),
                                new Content.ToolResult("b", List.of(text("ok")), false, null, "r2"),
                                text("So?"))))
                .endsWith("{'role':'tool','tool_call_id':'a','content':'[shown in the next message of the user]'},"
                        + "{'role':'tool','tool_call_id':'b','content':'ok'},"
                        + "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]},"
                        + "{'role':'user','content':'So?'}]");
        assertThat(Chats.words(losses)).containsExactly("i:moved");
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    @DisplayName("fault 1.22: content that cannot be sent is refused by its path")
    void refused(Content part, String quirk) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> written(Chats.aim(quirk), turn(Role.USER, part)))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_CONTENT);
                    assertThat(refusal.param()).isEqualTo("p");
                });
    }

    static List<org.junit.jupiter.params.provider.Arguments> unsupported() {
        Media pdf = new Media.Inline("application/pdf", "AA==");
        return List.of(
                org.junit.jupiter.params.provider.Arguments.of(new Content.Video(pdf, "p"), ""),
                org.junit.jupiter.params.provider.Arguments.of(new Content.Audio(pdf, "p"), ""),
                org.junit.jupiter.params.provider.Arguments.of(
                        new Content.Document(new Media.Remote("", "https://x"), null, null, "p"), ""),
                org.junit.jupiter.params.provider.Arguments.of(
                        new Content.Document(new Media.Stored("f"), null, null, "p"), ""),
                org.junit.jupiter.params.provider.Arguments.of(
                        new Content.Image(new Media.Stored("f"), null, null, "p"), ""),
                org.junit.jupiter.params.provider.Arguments.of(new Content.Document(pdf, null, null, "p"), "no-files"),
                org.junit.jupiter.params.provider.Arguments.of(
                        new Content.Foreign(Protocol.GEMINI, "x", Tree.object(), "p"), ""));
    }

    @Test
    @DisplayName("fault 1.23: a system message further down is the user's where only the first may be one")
    void systemFurtherDown() {
        String messages =
                "{'role':'system','content':'A'},{'role':'user','content':'Hi'},{'role':'system','content':'B'},{'role':'user','content':'Ho'}";
        assertThat(again(messages, "system-first")).contains("{'role':'user','content':'B'}");
        assertThat(Chats.words(losses)).containsExactly("messages[2]:approximated");
    }

    @Test
    @DisplayName("fault 1.18: thinking goes back to who wants it, and with it the switch that keeps it")
    void thinkingGoesBack() {
        String history = "{'role':'user','content':'Hi'},{'role':'assistant','content':'a','reasoning_content':'old'},"
                + "{'role':'user','content':'Ho'},"
                + CALL.replace("'content':null", "'content':null,'reasoning_content':'new'")
                + ",{'role':'tool','tool_call_id':'a','content':'ok'}";
        assertThat(again(history, "reasoning-content"))
                .contains("'reasoning_content':'old'", "'reasoning_content':'new'");
        assertThat(losses.all()).isEmpty();
        assertThat(again(history, "reasoning-in-loop"))
                .contains("'reasoning_content':'new'")
                .doesNotContain("'reasoning_content':'old'");
        assertThat(Chats.words(losses)).containsExactly("messages[1].reasoning_content:dropped");
        assertThat(Chats.sent("{'reasoning_effort':'high','messages':[" + history + "]}", Chats.aim("zai"), losses)
                        .at("/thinking/clear_thinking")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    @DisplayName("fault 1.16: signed thinking is read back as it was signed, and sent to no other")
    void signedThinking() {
        Carrier item = new Carrier(Protocol.OPENAI_RESPONSES, Tree.object().put("id", "rs"));
        String blocks = "'thinking_blocks':[{'type':'thinking','thinking':'','signature':'S==','index':0},"
                + "{'index':1,'type':'redacted_thinking','data':'D'},"
                + "{'type':'thinking','thinking':'t','signature':'" + Envelope.text(item) + "'},"
                + "{'type':'thinking','thinking':'u','signature':''}]";
        String message =
                "{'role':'assistant','content':'<think>same</think>a','reasoning_content':'same'," + blocks + "}";
        List<Content> parts = Chats.CHAT
                .read(Chats.json("{'messages':[" + message + "]}"), false, losses)
                .turns()
                .getFirst()
                .parts();
        assertThat(parts)
                .containsExactly(
                        new Content.Thinking(
                                "",
                                new Carrier(
                                        Protocol.ANTHROPIC_MESSAGES,
                                        Chats.json("[{'type':'thinking','thinking':'','signature':'S=='}]")),
                                "messages[0].thinking_blocks[0]"),
                        new Content.Thinking(
                                "",
                                new Carrier(
                                        Protocol.ANTHROPIC_MESSAGES,
                                        Chats.json("[{'type':'redacted_thinking','data':'D'}]")),
                                "messages[0].thinking_blocks[1]"),
                        new Content.Thinking("t", item, "messages[0].thinking_blocks[2]"),
                        new Content.Thinking("u", null, "messages[0].thinking_blocks[3]"),
                        new Content.Text("a", null, "messages[0].content"));
        assertThat(again("{'role':'user','content':'Hi'}," + message)).endsWith("{'role':'assistant','content':'a'}]");
        assertThat(Chats.words(losses)).hasSize(4).allMatch(loss -> loss.endsWith("]:dropped"));
    }

    @Test
    @DisplayName("fault 1.17: Google's signatures, on calls and on texts, there and back")
    void googleSignatures() {
        String extra = "'extra_content':{'google':{'thought_signature':'S'}}";
        String history = "{'role':'user','content':'Hi'},{'role':'assistant','content':'a'," + extra + "},"
                + "{'role':'user','content':'Ho'},"
                + CALL.replace("'type':'function',", "'type':'function',").replace("}]}", "," + extra + "}]}")
                + ",{'role':'tool','tool_call_id':'a','content':'ok'}";
        assertThat(again(history, "google-signatures"))
                .contains("'content':'a'," + extra)
                .contains("'arguments':'{}'}," + extra);
        assertThat(losses.all()).isEmpty();
        assertThat(again(history)).doesNotContain("extra_content");
        List<Turn> turns = Chats.CHAT
                .read(Chats.json("{'messages':[" + history + "]}"), false, losses)
                .turns();
        assertThat(turns.get(1).parts().getFirst())
                .isEqualTo(new Content.Thinking(
                        "", new Carrier(Protocol.GEMINI, TextNode.valueOf("S")), "messages[1].extra_content"));
        assertThat(((Content.ToolCall) turns.get(3).parts().getFirst()).carrier())
                .isEqualTo(new Carrier(Protocol.GEMINI, TextNode.valueOf("S")));
    }

    @Test
    @DisplayName("marks for the cache go to who takes them, in his words")
    void cacheMarks() {
        Content marked = new Content.Text("a", new Cache(true, "x.cache_control"), "x");
        assertThat(written(Chats.aim("cache-control"), turn(Role.USER, marked)))
                .isEqualTo(
                        "[{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}]}]");
        assertThat(written(Chats.aim("cache-breakpoints"), turn(Role.SYSTEM, marked)))
                .isEqualTo(
                        "[{'role':'system','content':[{'type':'text','text':'a','prompt_cache_breakpoint':{'mode':'explicit','ttl':'12h'}}]}]");
        assertThat(losses.all()).isEmpty();
        assertThat(written(Chats.aim(), turn(Role.SYSTEM, marked))).isEqualTo("[{'role':'system','content':'a'}]");
        assertThat(Chats.words(losses)).containsExactly("x.cache_control:dropped");
    }

    @Test
    void textsAreOneWhereOnlyStringsAreTaken() {
        assertThat(again(
                        "{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}",
                        "string-content"))
                .isEqualTo("[{'role':'user','content':'a\\n\\nb'}]");
    }

    @Test
    void whatTheModelShowedIsShownByTheUser() {
        Content image = new Content.Image(new Media.Inline("image/png", "AA=="), null, null, "i");
        assertThat(written(Chats.aim(), turn(Role.USER, text("Hi")), turn(Role.ASSISTANT, text("See"), image)))
                .endsWith(
                        "{'role':'assistant','content':'See'},{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]}]");
    }
}
