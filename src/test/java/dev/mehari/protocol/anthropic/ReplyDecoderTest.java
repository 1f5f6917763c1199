package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.Json;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.Streams;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("an answer of Anthropic's is read")
class ReplyDecoderTest {
    private static final String START =
            "{'type':'message_start','message':{'id':'m','model':'c','usage':{'input_tokens':9,'output_tokens':1}}}";
    private static final String STOP =
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':5}}";
    private static final String END = "{'type':'message_stop'}";

    private static String block(int index, String block) {
        return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
    }

    private static String piece(String json) {
        return delta(0, "{'type':'input_json_delta','partial_json':" + Json.quote(json) + "}");
    }

    private static String stop(int index) {
        return "{'type':'content_block_stop','index':" + index + "}";
    }

    static List<GoldenCase> streams() {
        return Upstream.streams().toList();
    }

    static List<GoldenCase> replies() {
        return Upstream.replies().toList();
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 1.1: wherever a stream is cut into pieces, it says the same")
    void anyCut(GoldenCase golden) throws IOException {
        byte[] bytes = golden.upstreamBytes();
        Upstream.Got whole = Upstream.read(List.of(bytes));
        assertThat(whole.garbled()).isZero();
        assertThat(Upstream.read(Pieces.single(bytes))).isEqualTo(whole);
        for (int at = 0; at < bytes.length; at += Seeded.step()) {
            assertThat(Upstream.read(Pieces.cutAt(bytes, at))).isEqualTo(whole);
        }
    }

    @Test
    @DisplayName("fault 1.1, 1.2: text beyond ASCII in every framing")
    void framings() throws IOException {
        List<String> events = new ArrayList<>(Streams.ANTHROPIC);
        events.set(4, events.get(4).replace("\"index\":1", "\"index\":0").replace("input_json_delta", "future_delta"));
        Upstream.Got expected = Upstream.read(List.of(Pieces.bytes(Streams.framed(events, "\n"))));
        assertThat(expected.events()).contains(new ChatEvent.Delta(0, "北京 🌍 é"));
        assertThat(expected.complete()).isTrue();
        for (String lineBreak : List.of("\r\n", "\r")) {
            byte[] bytes = Pieces.bytes(Streams.framed(events, lineBreak));
            assertThat(Upstream.read(Pieces.single(bytes))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("a stream that breaks off anywhere is complete once its end was seen, and never before")
    void truncated(GoldenCase golden) throws IOException {
        byte[] bytes = golden.upstreamBytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int data = text.indexOf("{\"type\":\"message_stop\"}");
        for (int at = 0; at <= bytes.length; at += Seeded.step()) {
            Upstream.Got got = Upstream.read(List.of(Arrays.copyOf(bytes, at)));
            boolean seen = data >= 0 && at >= data + "{\"type\":\"message_stop\"}".length();
            assertThat(got.complete()).as("cut at " + at).isEqualTo(seen);
            assertThat(got.events().stream().filter(ChatEvent.Stopped.class::isInstance))
                    .hasSize(seen ? 1 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    @DisplayName("a whole answer is the same as a stream of it")
    void wholeIsStream(GoldenCase golden) throws IOException {
        JsonNode reply = golden.root().path("upstream_response");
        Answer whole = new Answer();
        new ReplyDecoder(new Losses()).whole(reply, whole);
        List<String> events = new ArrayList<>();
        events.add("{\"type\":\"message_start\",\"message\":" + reply + "}");
        for (int i = 0; i < reply.path("content").size(); i++) {
            events.add(block(i, reply.path("content").get(i).toString()));
            events.add(stop(i));
        }
        events.add("{\"type\":\"message_delta\",\"delta\":" + reply + ",\"usage\":" + reply.path("usage") + "}");
        events.add(END);
        Answer streamed = new Answer();
        Upstream.read(events.toArray(String[]::new)).events().forEach(streamed);
        assertThat(streamed.parts(0)).isEqualTo(whole.parts(0));
        assertThat(streamed.stops()).isEqualTo(whole.stops()).hasSize(1);
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.model()).isEqualTo(whole.model());
    }

    @Test
    void thinking() throws IOException {
        Upstream.Got got = Upstream.read(
                START,
                block(0, "{'type':'thinking','thinking':'','signature':''}"),
                delta(0, "{'type':'thinking_delta','thinking':'a'}"),
                delta(0, "{'type':'thinking_delta','thinking':'b'}"),
                delta(0, "{'type':'signature_delta','signature':'S'}"),
                stop(0),
                block(1, "{'type':'redacted_thinking','data':'E'}"),
                stop(1),
                block(2, "{'type':'thinking','thinking':'','signature':''}"),
                stop(2),
                block(3, "{'type':'thinking','thinking':'','signature':''}"),
                delta(3, "{'type':'signature_delta','signature':'T'}"),
                stop(3),
                block(4, "{'type':'text','text':''}"),
                stop(4),
                STOP,
                END);
        assertThat(got.events().subList(2, got.events().size() - 2))
                .containsExactly(
                        new ChatEvent.Opened(0, 0, new Block.Thinking()),
                        new ChatEvent.Delta(0, "a"),
                        new ChatEvent.Delta(0, "b"),
                        new ChatEvent.Signed(0, Chats.signed("ab", "S")),
                        new ChatEvent.Closed(0),
                        new ChatEvent.Opened(1, 0, new Block.Thinking()),
                        new ChatEvent.Signed(1, Blocks.carrier(Chats.json("{'type':'redacted_thinking','data':'E'}"))),
                        new ChatEvent.Closed(1),
                        new ChatEvent.Opened(2, 0, new Block.Thinking()),
                        new ChatEvent.Signed(2, Chats.signed("", "T")),
                        new ChatEvent.Closed(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "{} | - | {}",
                "{} | {'a' | {'a'",
                "{'a':1.0} | - | {'a':1.0}",
                "{'a':1} | {} | {}",
            })
    @DisplayName("fault 1.8, 1.12: arguments that come whole, in pieces, or not at all")
    void arguments(String input, @Nullable String piece, String expected) throws IOException {
        String start = block(0, "{'type':'tool_use','id':'t','name':'f','input':" + input + "}");
        String empty = delta(0, "{'type':'input_json_delta','partial_json':''}");
        String more = piece == null ? empty : piece(piece.replace('\'', '"'));
        Upstream.Got got = Upstream.read(START, start, empty, more, stop(0), STOP, END);
        assertThat(got.events())
                .containsSubsequence(
                        new ChatEvent.Opened(0, 0, new Block.ToolCall("t", "f", false, null)),
                        new ChatEvent.Delta(0, expected.replace('\'', '"')),
                        new ChatEvent.Closed(0));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "end_turn,END,TOOL_USE",
                "tool_use,END,TOOL_USE",
                "max_tokens,MAX_TOKENS,MAX_TOKENS",
                "stop_sequence,STOP_SEQUENCE,TOOL_USE",
                "refusal,FILTERED,FILTERED",
                "pause_turn,PAUSED,TOOL_USE",
                "model_context_window_exceeded,CONTEXT_FULL,CONTEXT_FULL",
                "sensitive,FILTERED,FILTERED",
                "compaction,PAUSED,TOOL_USE",
                "-,END,TOOL_USE",
            })
    @DisplayName("fault 1.9, 1.27: why it stopped; with a call of a tool it did not end by itself")
    void stops(@Nullable String word, StopReason text, StopReason tool) throws IOException {
        String end = "{'type':'message_delta','delta':{'stop_reason':" + (word == null ? "null" : "'" + word + "'")
                + ",'stop_sequence':'s','stop_details':{'explanation':'why'}}}";
        List<StopReason> reasons = new ArrayList<>();
        for (String block :
                List.of("{'type':'text','text':'x'}", "{'type':'tool_use','id':'t','name':'f','input':{}}")) {
            Upstream.Got got = Upstream.read(START, block(0, block), stop(0), end, END);
            ChatEvent.Stopped stopped = (ChatEvent.Stopped) got.events().getLast();
            reasons.add(stopped.reason());
            assertThat(stopped.raw()).isEqualTo(word);
            assertThat(stopped.sequence()).isEqualTo(word == null ? null : "s");
            assertThat(stopped.explanation()).isEqualTo(word == null ? null : "why");
        }
        assertThat(reasons).containsExactly(text, tool);
    }

    @Test
    @DisplayName("what does not name the tool that it calls is none, and is named as lost")
    void nameless() throws IOException {
        Upstream.Got got = Upstream.read(
                START, block(0, "{'type':'tool_use','id':'t','input':{}}"), piece("{}"), stop(0), STOP, END);
        assertThat(got.events()).noneMatch(ChatEvent.Opened.class::isInstance);
        assertThat(got.events().getLast()).isEqualTo(new ChatEvent.Stopped(0, StopReason.END, "end_turn"));
        assertThat(got.losses()).containsExactly("content[0]:dropped");
    }

    @Test
    @DisplayName("fault 1.27: a reason that is none of the known is an error")
    void unknownStopReason() throws IOException {
        assertThat(Upstream.read(START, block(0, "{'type':'text','text':'x'}"), STOP.replace("end_turn", "next"), END)
                        .events()
                        .getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Failed.class,
                        failed -> assertThat(failed.facts().message()).contains("\"next\""));
    }

    @Test
    @DisplayName("usage that comes late, in parts, or twice")
    void usage() throws IOException {
        Upstream.Got got = Upstream.read(
                START.replace("'input_tokens':9,'output_tokens':1", "'input_tokens':0,'output_tokens':0"),
                block(0, "{'type':'text','text':'x'}"),
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'input_tokens':7,'output_tokens':3,"
                        + "'cache_read_input_tokens':20,'output_tokens_details':{'thinking_tokens':1}}}",
                END);
        assertThat(got.events().stream().filter(ChatEvent.Reported.class::isInstance))
                .containsExactly(
                        new ChatEvent.Reported(Usage.NONE), new ChatEvent.Reported(new Usage(7, 20, 0, 0, 2, 1)));
    }

    @Test
    void whatServersMake() throws IOException {
        Upstream.Got got = Upstream.read(
                START,
                block(0, "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}"),
                piece("{\"q\":1}"),
                stop(0),
                block(1, "{'type':'text','text':''}"),
                delta(1, "{'type':'citations_delta','citation':{'url':'u'}}"),
                delta(1, "{'type':'text_delta','text':'x'}"),
                delta(1, "{'type':'next_delta'}"),
                stop(1),
                "{'type':'ping'}",
                "{'type':'next'}",
                STOP,
                END);
        assertThat(got.events())
                .contains(
                        new ChatEvent.Opened(
                                0,
                                0,
                                new Block.Foreign(
                                        Protocol.ANTHROPIC_MESSAGES,
                                        "server_tool_use",
                                        Chats.json(
                                                "{'type':'server_tool_use','id':'s','name':'web_search','input':{'q':1}}"))),
                        new ChatEvent.Ping(),
                        new ChatEvent.Unknown(Protocol.ANTHROPIC_MESSAGES, "next_delta"),
                        new ChatEvent.Unknown(Protocol.ANTHROPIC_MESSAGES, "next"));
        assertThat(got.losses()).containsExactly("content[1].citations:dropped");
    }

    @Test
    void errors() throws IOException {
        Upstream.Got got = Upstream.read(
                START, "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}", END);
        assertThat(got.events().getLast()).isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> {
            assertThat(failed.facts().type()).isEqualTo("overloaded_error");
            assertThat(failed.facts().message()).isEqualTo("Overloaded");
        });
        assertThat(got.complete()).isFalse();
    }

    @Test
    @DisplayName("what look-alikes leave out: the start, the ends of blocks, the reason")
    void incomplete() throws IOException {
        Upstream.Got got = Upstream.read(block(3, "{'type':'text','text':'x'}"), END);
        assertThat(got.events())
                .containsExactly(
                        new ChatEvent.Started(null, null),
                        new ChatEvent.Opened(0, 0, new Block.Text()),
                        new ChatEvent.Delta(0, "x"),
                        new ChatEvent.Closed(0),
                        new ChatEvent.Stopped(0, StopReason.END, null));
        assertThat(Upstream.read(START, END).complete()).isFalse();
        assertThat(Upstream.read(START, STOP, END).complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'content_block_delta','index':7,'delta':{'type':'text_delta','text':'x'}}",
                "[1]",
                "1",
            })
    void garbage(String event) throws IOException {
        Upstream.Got got = Upstream.read(START, event, STOP, END);
        assertThat(got.complete()).isTrue();
        assertThat(got.events()).doesNotContain(new ChatEvent.Delta(0, "x"));
    }
}
