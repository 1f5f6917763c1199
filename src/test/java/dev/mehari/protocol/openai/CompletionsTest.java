package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.openaicommon.ErrorFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("completions of texts, as callers send and read them")
class CompletionsTest {
    private static final CompletionsChat COMPLETIONS = new CompletionsChat(ErrorFormat.PROTOCOL);

    private static Frame frame(String request, ThinkingShown thinking) {
        return Chats.frame(COMPLETIONS, request, thinking);
    }

    private static String streamed(List<ChatEvent> events, Frame frame, Losses losses) {
        AnswerEncoder encoder = COMPLETIONS.encoder(frame, losses);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.take(event, out::writeBytes));
        encoder.end(out::writeBytes);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode whole(List<ChatEvent> events, Frame frame, Losses losses) {
        Answer answer = new Answer();
        events.forEach(answer);
        return parsed(new String(COMPLETIONS.encoder(frame, losses).whole(answer), StandardCharsets.UTF_8));
    }

    private static JsonNode parsed(String json) {
        return Objects.requireNonNull(Tree.parse(json), json);
    }

    /** Reads a stream as the strictest of clients would: the text of each choice, and how it ended. */
    private static Map<Integer, String> assembled(String stream) {
        Map<Integer, String> choices = new TreeMap<>();
        assertThat(stream).endsWith("data: [DONE]\n\n").containsOnlyOnce("[DONE]");
        String id = "";
        for (String event : stream.split("\n\n", -1)) {
            if (!event.startsWith("data: {")) {
                continue;
            }
            JsonNode chunk = parsed(event.substring(6));
            assertThat(chunk.path("object").asText()).isEqualTo("text_completion");
            assertThat(id).isIn("", chunk.path("id").asText());
            id = chunk.path("id").asText();
            for (JsonNode choice : chunk.path("choices")) {
                int index = choice.path("index").intValue();
                String before = choices.getOrDefault(index, "");
                assertThat(before).as("nothing comes behind an end").doesNotContain("|");
                assertThat(choice.path("text").isTextual() && choice.has("finish_reason"))
                        .isTrue();
                String finish = choice.path("finish_reason").asText("");
                choices.put(index, before + choice.path("text").asText() + (finish.isEmpty() ? "" : "|" + finish));
            }
        }
        return choices;
    }

    @Test
    @DisplayName("10,000 random answers: every stream is legal, and says what the whole answer says")
    void random() {
        Seeded seeded = Seeded.fresh();
        for (int i = 0; i < Seeded.times(10_000); i++) {
            List<ChatEvent> events = RandomAnswer.of(seeded.random());
            Frame frame = frame(
                    seeded.random().nextBoolean() ? "{'prompt':'p','echo':true}" : "{'prompt':'p'}",
                    ThinkingShown.FIELD);
            Losses ofStream = new Losses();
            Losses ofWhole = new Losses();
            Map<Integer, String> expected = new TreeMap<>();
            for (JsonNode choice : whole(events, frame, ofWhole).path("choices")) {
                expected.put(
                        choice.path("index").intValue(),
                        choice.path("text").asText() + "|"
                                + choice.path("finish_reason").asText());
            }
            Map<Integer, String> read = assembled(streamed(events, frame, ofStream));
            // Blocks that overlap are said in turns: a stream joins them in another order.
            read.replaceAll((index, text) -> sorted(text));
            expected.replaceAll((index, text) -> sorted(text));
            assertThat(read).as("%s, answer %d", seeded, i).isEqualTo(expected);
            assertThat(ofStream.all()).as("%s, answer %d", seeded, i).hasSameElementsAs(ofWhole.all());
        }
    }

    private static String sorted(String text) {
        char[] letters = text.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    @Test
    void whatIsNoTextIsNamed() {
        List<ChatEvent> events = List.of(
                new ChatEvent.Started("up", "m"),
                new ChatEvent.Opened(0, 0, new Block.Thinking()),
                new ChatEvent.Delta(0, "hm"),
                new ChatEvent.Closed(0),
                new ChatEvent.Opened(1, 0, new Block.ToolCall("c", "f", false, null)),
                new ChatEvent.Delta(1, "{}"),
                new ChatEvent.Closed(1),
                new ChatEvent.Stopped(0, StopReason.TOOL_USE, "tool_calls"));
        Losses losses = new Losses();
        JsonNode choice = whole(events, frame("{}", ThinkingShown.TAGS), losses).at("/choices/0");
        assertThat(choice.path("text").asText()).isEmpty();
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(Chats.words(losses))
                .containsExactly(
                        "choices[0].message.reasoning_content:dropped", "choices[0].message.tool_calls:dropped");

        Losses hidden = new Losses();
        whole(events, frame("{}", ThinkingShown.NONE), hidden);
        assertThat(Chats.words(hidden)).containsExactly("choices[0].message.tool_calls:dropped");
    }

    @Test
    @DisplayName("an answer that fails before it says anything leaves nothing behind, the prompt neither")
    void nothingBeforeTheFirstWord() {
        AnswerEncoder encoder =
                COMPLETIONS.encoder(frame("{'prompt':'p','echo':true}", ThinkingShown.FIELD), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.take(new ChatEvent.Started("up", "m"), out::writeBytes);
        encoder.take(new ChatEvent.Opened(0, 0, new Block.Text()), out::writeBytes);
        assertThat(out.size()).isZero();
        String failure =
                new String(encoder.failure(new Refusal(ErrorKind.UPSTREAM_ERROR, "broke")), StandardCharsets.UTF_8);
        assertThat(failure).startsWith("data: {\"error\":").doesNotContain("[DONE]");
    }

    @Test
    @DisplayName("the completion of a look-alike, read and written anew, says the same")
    void readAndWritten() {
        String reply = "{'id':'cmpl-7','object':'text_completion','created':5,'model':'base','choices':["
                + "{'text':'é b','index':0,'logprobs':{'tokens':['é',' b'],'token_logprobs':[-0.5,-0.25],"
                + "'top_logprobs':[{'é':-0.5,'e':-1.5},{' b':-0.25}],'text_offset':[0,1]},'finish_reason':'length'},"
                + "{'text':'','index':1,'logprobs':null,'finish_reason':'content_filter'}],"
                + "'usage':{'prompt_tokens':4,'completion_tokens':2,'total_tokens':6}}";
        List<ChatEvent> events = new ArrayList<>();
        COMPLETIONS.decoder(Chats.aim(), new Losses()).whole(Chats.json(reply), events::add);
        JsonNode again = whole(events, frame("{}", ThinkingShown.FIELD), new Losses());
        assertThat(again.path("choices")).isEqualTo(Chats.json(reply).path("choices"));
        assertThat(again.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        assertThat(assembled(streamed(events, frame("{}", ThinkingShown.FIELD), new Losses())))
                .isEqualTo(Map.of(0, "é b|length", 1, "|content_filter"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            'prompt':''                              | prompt     | UNSUPPORTED_VALUE
            'prompt':['']                            | prompt     | UNSUPPORTED_VALUE
            'prompt':[]                              | prompt     | INVALID_REQUEST
            'prompt':[true]                          | prompt     | INVALID_REQUEST
            'prompt':['a',1]                         | prompt     | UNSUPPORTED_VALUE
            'prompt':5                               | prompt     | INVALID_REQUEST
            'prompt':null                            | prompt     | INVALID_REQUEST
            'prompt':'a','suffix':3                  | suffix     | INVALID_REQUEST
            'prompt':'a','max_tokens':-1             | max_tokens | INVALID_REQUEST
            'prompt':'a','max_tokens':'5'            | max_tokens | INVALID_REQUEST
            'prompt':'a','n':0                       | n          | INVALID_REQUEST
            'prompt':'a','best_of':0                 | best_of    | INVALID_REQUEST
            'prompt':'a','logprobs':-1               | logprobs   | INVALID_REQUEST
            'prompt':'a','logprobs':true             | logprobs   | INVALID_REQUEST
            'prompt':'a','echo':'yes'                | echo       | INVALID_REQUEST
            'prompt':'a','temperature':'hot'         | temperature | INVALID_REQUEST
            'prompt':'a','stop':[1]                  | stop[0]    | INVALID_REQUEST
            'prompt':'a','stream_options':1          | stream_options | INVALID_REQUEST
            """)
    void wrong(String members, String param, ErrorKind kind) {
        assertThatThrownBy(() -> COMPLETIONS.read(Chats.json("{" + members + "}"), false, new Losses()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.param()).isEqualTo(param);
                    assertThat(refusal.kind()).isEqualTo(kind);
                });
    }

    @Test
    void aRequestOfOneText() {
        Losses losses = new Losses();
        ChatRequest request = COMPLETIONS.read(
                Chats.json(
                        "{'prompt':['a'],'stop':null,'suffix':null,'n':1,'best_of':1,'echo':false,'max_tokens':null}"),
                true,
                losses);
        assertThat(request.stream()).isTrue();
        assertThat(request.turns()).hasSize(1);
        assertThat(Chats.words(losses)).containsExactly("prompt:emulated");
    }
}
