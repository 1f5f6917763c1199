package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.Capabilities;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Cache;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.Options;
import dev.mehari.protocol.chat.Role;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.chat.Turn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what a chat completion is asked for, at its limits, and what the model said earlier")
class SendingTest {
    private final Losses losses = new Losses();

    /** Draws tokens its own way, and has a cap of a thousand. */
    private static Aim limited(String... quirks) {
        Capabilities model = new Capabilities(false, Set.of(), Set.of(), true, true, true, true, true, true, 1000, 0);
        return new Aim("m", model, Chats.aim(quirks).quirks());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'max_tokens':1000              | {'max_completion_tokens':1000} | ``
            'max_tokens':1001              | {'max_completion_tokens':1000} | max_tokens:clamped
            'max_tokens':1                 | {'max_completion_tokens':1}    | ``
            'temperature':1,'top_p':1.0    | {'temperature':1,'top_p':1.0}  | ``
            'temperature':0.5,'top_p':0.9  | {}                             | temperature:dropped top_p:dropped
            'top_k':1                      | {}                             | top_k:dropped
            """)
    void limits(String members, String sent, String lost) {
        assertThat(Chats.sent(members, limited("sampling-extras"))).isEqualTo(Chats.json(sent));
        assertThat(String.join(" ", Chats.lost(members, limited("sampling-extras"))))
                .isEqualTo(lost);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'prediction':{'type':'content','content':'x'}
            'prompt_cache_options':{'mode':'explicit'},'prompt_cache_retention':'24h'
            'web_search_options':{'search_context_size':'low'}
            'moderation':{'model':'a'}
            'top_p':0.01
            """)
    void asTheyAre(String members) {
        assertThat(Chats.sent(members, Chats.aim("top-p-above-zero"))).isEqualTo(Chats.json("{" + members + "}"));
        assertThat(Chats.lost(members, Chats.aim("top-p-above-zero"))).isEmpty();
    }

    @Test
    void whoSpeaksNeedsAVoice() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.sent("'modalities':['text','audio']", Chats.aim()))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNSUPPORTED_VALUE));
    }

    private String again(String message, String... quirks) {
        String body = "{'messages':[{'role':'user','content':'Hi'}," + message + ",{'role':'user','content':'Ho'}]}";
        return Tree.text(Chats.sent(body, Chats.aim(quirks), losses).at("/messages/1"))
                .replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``        | 'content':null,'audio':{'id':'a'}   | 'content':null,'audio':{'id':'a'} | ``
            no-extras | 'content':null,'audio':{'id':'a'}   | 'content':''                      | messages[1].audio:dropped
            no-extras | 'content':'a','refusal':'No'        | 'content':'aNo'                   | ``
            ``        | 'content':'a','refusal':'No'        | 'content':'a','refusal':'No'      | ``
            ``        | 'content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}] | 'content':'a' | messages[1].content[0].cache_control:dropped
            ``        | 'content':'','tool_calls':null      | 'content':''                      | ``
            """)
    void saidEarlier(String quirk, String message, String sent, String lost) {
        String[] quirks = quirk.isEmpty() ? new String[0] : new String[] {quirk};
        String written = again("{'role':'assistant'," + message + "}", quirks);
        assertThat(Chats.json(written)).isEqualTo(Chats.json("{'role':'assistant'," + sent + "}"));
        assertThat(String.join(" ", Chats.words(losses))).isEqualTo(lost);
    }

    @Test
    @DisplayName("what the model showed is shown by the user, once")
    void shown() {
        Content call = new Content.ToolCall("c", "f", "{}", false, null, new Cache(false, "mark"), "call");
        Content sound = new Content.Audio(new Media.Inline("audio/wav", "AA"), "sound");
        Content file = new Content.Document(new Media.Inline("application/pdf", "AA"), "a.pdf", null, "file");
        Content result = new Content.ToolResult("c", List.of(), false, null, "result");
        List<Turn> turns = List.of(
                new Turn(Role.USER, List.of(new Content.Text("Hi", null, "t")), "t"),
                new Turn(Role.ASSISTANT, List.of(sound), "t"),
                new Turn(Role.ASSISTANT, List.of(file, call), "t"),
                new Turn(Role.USER, List.of(result), "t"));
        ChatRequest request =
                new ChatRequest(turns, List.of(), null, null, null, null, List.of(), new Options(), false);
        String sent =
                Tree.text(Chats.CHAT.write(request, Chats.aim(), losses).body().path("messages"));
        assertThat(sent).containsOnlyOnce("input_audio\":").containsOnlyOnce("a.pdf");
        assertThat(Chats.words(losses)).containsExactly("sound:moved", "file:moved", "mark:dropped");
        Turn video = new Turn(Role.ASSISTANT, List.of(new Content.Video(new Media.Stored("v"), "video")), "t");
        ChatRequest seen = new ChatRequest(
                List.of(turns.getFirst(), video), List.of(), null, null, null, null, List.of(), new Options(), false);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Chats.CHAT.write(seen, Chats.aim(), losses))
                .satisfies(refusal -> assertThat(refusal.param()).isEqualTo("video"));
    }
}
