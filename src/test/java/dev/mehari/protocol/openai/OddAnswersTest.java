package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("chat completions that hold what few hold")
class OddAnswersTest {
    private static final String AT = "choices[0].message.";

    private final Losses losses = new Losses();

    private String told(String... deltas) {
        byte[] stream = Pieces.bytes(Chats.stream(deltas));
        return Chats.told(Chats.decoded(List.of(stream), Chats.aim(), losses));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'content':[{'type':'odd'},{'text':'a'}]                        | text(a) end      | content:dropped
            'audio':{'id':'a'}                                             | audio() end      | ``
            'audio':null,'annotations':[]                                  | ` end`           | ``
            'annotations':[{'type':'url_citation'}]                        | annotations() end | ``
            'images':[{'image_url':{'url':'data:x'}}]                      | ` end`           | images:dropped
            'tool_calls':[{'index':0,'id':'a','function':{'arguments':'{}'}}] | ` end`        | tool_calls[0].function.arguments:approximated
            'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}] | a f({) tool_use | tool_calls[0].function.arguments:approximated
            'tool_calls':[{'index':0,'function':{'name':'f'}}]             | call_c1_0 f({}) tool_use | ``
            'reasoning_details':[{'type':'reasoning.encrypted','data':'E'}] | ` end`          | reasoning_details:dropped
            'thinking_blocks':[{'thinking':'t'}],'content':'a'             | text(a) end      | thinking_blocks:dropped
            """)
    void held(String delta, String told, String lost) {
        assertThat(told("'delta':{" + delta + "},'finish_reason':'stop'")).isEqualTo(told);
        assertThat(Chats.words(losses)).isEqualTo(lost.isEmpty() ? List.of() : List.of(AT + lost));
    }

    @Test
    @DisplayName("what is whole ends the text before it, and what follows is another")
    void between() {
        assertThat(told(
                        "'delta':{'content':'a'}",
                        "'delta':{'images':[{'image_url':{'url':'https://h/i'}}]}",
                        "'delta':{'content':'b'},'finish_reason':'stop'"))
                .isEqualTo("text(a) image Remote[mime=, url=https://h/i]() text(b) end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "false", "{}", "[]"})
    void anErrorThatSaysNothingIsNone(String error) {
        assertThat(told("{'error':" + error + ",'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}"))
                .isEqualTo("text(a) end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'no'", "true", "{'message':'no'}", "['no']", "1"})
    void anErrorThatSaysSomething(String error) {
        assertThat(told("{'error':" + error + ",'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}"))
                .startsWith(" failed:");
    }

    @Test
    void aReplyWithoutAnAnswer() {
        Answer answer = new Answer();
        Chats.CHAT.decoder(Chats.aim(), losses).whole(Chats.json("{'id':'c','choices':[]}"), answer);
        assertThat(answer.failure())
                .extracting(ErrorFacts::message)
                .isEqualTo("the upstream answered without a choice");
        Answer failed = new Answer();
        var decoder = Chats.CHAT.decoder(Chats.aim(), losses);
        decoder.whole(Chats.json("{'choices':[{'message':{},'finish_reason':'odd'}]}"), failed);
        assertThat(failed.failure()).isNotNull();
        assertThat(decoder.end(failed)).isFalse();
    }

    private static List<ChatEvent> answer(Block block, @Nullable Carrier carrier) {
        List<ChatEvent> events = new ArrayList<>(
                List.of(new ChatEvent.Started("a", "m"), new ChatEvent.Opened(0, 0, new Block.Text()), said(0)));
        events.add(new ChatEvent.Opened(1, 0, block));
        if (carrier != null) {
            events.add(new ChatEvent.Signed(1, carrier));
        }
        events.addAll(List.of(
                new ChatEvent.Closed(0), new ChatEvent.Closed(1), new ChatEvent.Stopped(0, StopReason.END, null)));
        return events;
    }

    private static ChatEvent said(int index) {
        return new ChatEvent.Delta(index, "x");
    }

    private String streamed(List<ChatEvent> events, ThinkingShown shown) {
        var encoder = Chats.CHAT.encoder(Chats.frame("{}", shown), losses);
        StringBuilder out = new StringBuilder();
        events.forEach(e -> encoder.take(e, bytes -> out.append(new String(bytes, StandardCharsets.UTF_8))));
        return out.toString();
    }

    private JsonNode whole(List<ChatEvent> events, ThinkingShown shown) {
        Answer answer = new Answer();
        events.forEach(answer);
        byte[] body = Chats.CHAT.encoder(Chats.frame("{}", shown), losses).whole(answer);
        return Chats.json(new String(body, StandardCharsets.UTF_8)).at("/choices/0/message");
    }

    @Test
    @DisplayName("what only this protocol has words for is told, what only another has is lost")
    void foreign() {
        List<ChatEvent> own = answer(new Block.Foreign(Protocol.OPENAI_CHAT, "audio", Chats.json("{'id':'a'}")), null);
        assertThat(streamed(own, ThinkingShown.FIELD)).contains("\"delta\":{\"audio\":{\"id\":\"a\"}}");
        assertThat(whole(own, ThinkingShown.FIELD).path("audio")).isEqualTo(Chats.json("{'id':'a'}"));
        assertThat(losses.all()).isEmpty();
        List<ChatEvent> other = answer(new Block.Foreign(Protocol.GEMINI, "grounding", Tree.object()), null);
        assertThat(streamed(other, ThinkingShown.FIELD)).doesNotContain("grounding");
        assertThat(Chats.words(losses)).containsExactly("answer.grounding:dropped");
        Losses before = new Losses();
        Answer answer = new Answer();
        other.forEach(answer);
        Chats.CHAT.encoder(Chats.frame("{}", ThinkingShown.FIELD), before).whole(answer);
        assertThat(Chats.words(before)).containsExactly("answer.grounding:dropped");
    }

    @Test
    void imagesAreNumbered() {
        Block image = new Block.Image(new Media.Remote("", "https://h/i"));
        List<ChatEvent> events = List.of(
                new ChatEvent.Started("a", "m"),
                new ChatEvent.Opened(0, 0, image),
                new ChatEvent.Closed(0),
                new ChatEvent.Opened(1, 0, image),
                new ChatEvent.Closed(1));
        assertThat(streamed(events, ThinkingShown.FIELD))
                .contains("\"images\":[{\"index\":0,", "\"images\":[{\"index\":1,");
    }

    @ParameterizedTest
    @EnumSource(ThinkingShown.class)
    @DisplayName("seals are told with the thinking, and with no thinking there is none")
    void seals(ThinkingShown shown) {
        Carrier details = new Carrier(Protocol.OPENAI_CHAT, Chats.json("[{'type':'reasoning.encrypted','data':'E'}]"));
        List<ChatEvent> sealed = answer(new Block.Thinking(), details);
        assertThat(streamed(sealed, shown).contains("\"reasoning_details\":[{")).isEqualTo(shown != ThinkingShown.NONE);
        Carrier blocks = new Carrier(Protocol.ANTHROPIC_MESSAGES, Chats.json("[{'type':'thinking','signature':'S'}]"));
        List<ChatEvent> text = answer(new Block.Text(), blocks);
        assertThat(streamed(text, shown).contains("\"thinking_blocks\":[{\"index\":0,"))
                .isEqualTo(shown != ThinkingShown.NONE);
    }

    @Test
    @DisplayName("the head of a call goes out before anything that is said behind it")
    void heads() {
        Block call = new Block.ToolCall("id", "f", false, null);
        List<ChatEvent> begun = List.of(
                new ChatEvent.Started("a", "m"),
                new ChatEvent.Opened(0, 0, new Block.Text()),
                new ChatEvent.Opened(1, 0, call));
        for (ChatEvent next :
                List.of(said(0), new ChatEvent.Opened(2, 0, new Block.Image(new Media.Remote("", "https://h/i"))))) {
            List<ChatEvent> events = new ArrayList<>(begun);
            events.add(next);
            assertThat(streamed(events, ThinkingShown.FIELD))
                    .as("%s", next)
                    .containsPattern("(?s)\"name\":\"f\".*(\"content\":\"x\"|https://h/i)");
        }
    }
}
