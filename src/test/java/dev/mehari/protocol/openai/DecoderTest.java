package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of the upstream, as events. */
class DecoderTest {
    private static String call(String members) {
        return "'delta':{'tool_calls':[" + members + "]}";
    }

    private static String told(String... deltas) {
        return Chats.told(Chats.decoded(Chats.stream(deltas)));
    }

    @Test
    @DisplayName("fault 1.7: calls that all have index 0 are told apart by their ids")
    void sameIndex() {
        assertThat(told(
                        call("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}"),
                        call("{'index':0,'id':'b','function':{'name':'g','arguments':''}}"),
                        call("{'index':0,'function':{'arguments':'{\\'x\\':1}'}}"),
                        "'delta':{},'finish_reason':'tool_calls'"))
                .isEqualTo("a f({}) b g({\"x\":1}) tool_use");
    }

    @Test
    @DisplayName("fault 1.7: calls whose pieces take turns are told apart by index; without any, by name")
    void takeTurns() {
        assertThat(told(
                        call(
                                "{'index':0,'id':'a','function':{'name':'f'}},{'index':1,'id':'b','function':{'name':'g'}}"),
                        call("{'index':0,'function':{'arguments':'{'}}"),
                        call("{'index':1,'function':{'arguments':'{'}}"),
                        call("{'index':0,'function':{'arguments':'}'}}"),
                        call("{'index':1,'function':{'arguments':'}'}}"),
                        "'delta':{},'finish_reason':'stop'"))
                .isEqualTo("a f({|}) b g({|}) tool_use");
        assertThat(told(
                        call("{'id':'a','function':{'name':'f','arguments':'{'}}"),
                        call("{'function':{'arguments':'}'}}"),
                        call("{'function':{'name':'g','arguments':{'x':1}}}"),
                        "'delta':{},'finish_reason':'stop'"))
                .isEqualTo("a f({|}) call_c1_1 g({\"x\":1}) tool_use");
    }

    @Test
    @DisplayName("a name before its id, an id in every piece, and arguments before a name")
    void lateNames() {
        assertThat(told(
                        call("{'index':0,'function':{'name':'f'}}"),
                        call("{'index':0,'id':'a'}"),
                        call("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}"),
                        call("{'index':0,'id':'a','function':{'name':'f','arguments':'}'}}"),
                        call("{'index':1,'id':'b','function':{'arguments':'{}'}}"),
                        call("{'index':1,'function':{'name':'g'}}"),
                        "'delta':{},'finish_reason':'tool_calls'"))
                .isEqualTo("a f({|}) b g({}) tool_use");
    }

    @ParameterizedTest
    @CsvSource({"tool_calls,tool_use", "stop,tool_use", "function_call,tool_use", "length,max_tokens"})
    @DisplayName("faults 1.8, 1.9: a whole call in one chunk, whatever the upstream says that it ended with")
    void wholeCall(String finish, String reason) {
        assertThat(told(
                        "'delta':{'content':'ok','tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'a\\':17}'}}]},'finish_reason':'"
                                + finish + "'"))
                .isEqualTo("text(ok) a f({\"a\":17}) " + reason);
    }

    @Test
    @DisplayName("fault 1.9: no reason but [DONE] is complete only with calls that are")
    void noReason() {
        String head = call("{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'a\\':'}}");
        assertThat(told(head, call("{'index':0,'function':{'arguments':'1}'}}"), "[DONE]"))
                .isEqualTo("a f({\"a\":|1}) tool_use");
        assertThat(told(head, "[DONE]")).isEqualTo("a f({\"a\": incomplete");
        assertThat(told("'delta':{'content':'x'}", "[DONE]")).isEqualTo("text(x) end");
        assertThat(told("'delta':{'content':'x'}")).isEqualTo("text(x incomplete");
        assertThat(told("'delta':{'role':'assistant','content':''}", "[DONE]")).isEqualTo(" incomplete");
        assertThat(told("[DONE]")).isEqualTo(" incomplete");
    }

    @Test
    @DisplayName("fault 1.10, 1.13: one chunk that says several things, and nothing of what is empty")
    void several() {
        assertThat(told(
                        "'delta':{'role':'assistant','content':'','reasoning_content':'','refusal':null}",
                        "'delta':{'reasoning_content':' 81.','content':'81','tool_calls':[]}",
                        "'delta':{'content':'x','tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]}",
                        "'delta':{},'finish_reason':'stop'",
                        "[DONE]"))
                .isEqualTo("thinking( 81.) text(81|x) a f({}) tool_use");
    }

    @Test
    @DisplayName("fault 1.12: a call without arguments has {}")
    void noArguments() {
        assertThat(told(
                        call("{'index':0,'id':'a','function':{'name':'f','arguments':''}}"),
                        "'delta':{},'finish_reason':'tool_calls'"))
                .isEqualTo("a f({}) tool_use");
    }

    @Test
    @DisplayName("fault 1.14: chunks without choices, and usage wherever it stands")
    void usage() {
        List<@Nullable ChatEvent> events = Chats.decoded(Chats.stream(
                "{'id':'c1','model':'up'}",
                "'delta':{'content':'x'}",
                "'delta':{},'finish_reason':'stop'",
                "{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2}}",
                "{'usage':{'prompt_tokens':3,'completion_tokens':4}}",
                "[DONE]"));
        List<Long> outputs = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.Reported reported) {
                outputs.add(reported.usage().output());
            }
        }
        assertThat(outputs).containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @CsvSource({
        "stop,end",
        "eos,end",
        "length,max_tokens",
        "content_filter,filtered",
        "sensitive,filtered",
        "model_context_window_exceeded,context_full",
        "model_length,context_full",
        "stop_sequence,stop_sequence",
        "end_turn,end",
        "tool_use,end",
        "tool_calls,end",
        "max_tokens,max_tokens",
        "refusal,filtered",
    })
    @DisplayName("fault 1.27: a word for every reason; without a call it is not for one")
    void reasons(String word, String reason) {
        assertThat(told("'delta':{'content':'x'},'finish_reason':'" + word + "'"))
                .isEqualTo("text(x) " + reason);
    }

    @ParameterizedTest
    @CsvSource({"network_error", "error", "insufficient_system_resource", "anything"})
    @DisplayName("fault 1.27: a reason that is none of the known is an error")
    void unknownReasons(String word) {
        assertThat(told("'delta':{'content':'x'},'finish_reason':'" + word + "'"))
                .startsWith("text(x failed:the upstream ended its answer with the reason \"" + word + "\"");
    }

    @Test
    void failures() {
        assertThat(told(
                        "'delta':{'content':'x'}",
                        "{'error':{'message':'broken','code':'1234'}}",
                        "'delta':{'content':'y'}"))
                .isEqualTo("text(x failed:broken incomplete");
        assertThat(told("{'object':'error','message':'no'}")).isEqualTo(" failed:no incomplete");
        assertThat(told("'delta':{},'error':{'message':'odd'}")).isEqualTo(" failed:odd incomplete");
        assertThat(Chats.told(Chats.decoded("event: error\ndata: {\"message\":\"late\"}\n\n")))
                .isEqualTo(" failed:late incomplete");
    }

    @Test
    void severalAnswers() {
        assertThat(told(
                        "'delta':{'content':'a'}",
                        "{'choices':[{'index':1,'delta':{'content':'b'}}]}",
                        "'delta':{'content':'c'},'finish_reason':'stop'",
                        "{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}",
                        "[DONE]"))
                .isEqualTo("text(a|c) 1:text(b) end max_tokens");
        assertThat(told(
                        "'delta':{'content':'a'},'finish_reason':'stop'",
                        "{'choices':[{'index':1,'delta':{'content':'b'}}]}"))
                .endsWith("incomplete");
    }

    @Test
    void otherPlaces() {
        assertThat(
                        told(
                                "'delta':{'reasoning':'a'}",
                                "'delta':{'reasoning_details':[{'type':'reasoning.text','text':'b'}]}",
                                "'delta':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'c'}]},{'type':'text','text':'d'}]},'finish_reason':'stop'"))
                .isEqualTo("thinking(a|b|c) text(d) end");
        assertThat(told("'delta':{'refusal':'No'}", "'delta':{'refusal':'.'},'finish_reason':'stop'"))
                .isEqualTo("refused(No|.) filtered");
        assertThat(told(
                        "'delta':{'function_call':{'name':'f','arguments':'{'}}",
                        "'delta':{'function_call':{'arguments':'}'}},'finish_reason':'function_call'"))
                .isEqualTo("call_c1_0 f({|}) tool_use");
        assertThat(
                        told(
                                "'delta':{'tool_calls':[{'index':0,'id':'a','type':'custom','custom':{'name':'p','input':'*'}}]},'finish_reason':'tool_calls'"))
                .isEqualTo("custom a p(*) tool_use");
        assertThat(
                        told(
                                "'delta':{'images':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]},'finish_reason':'stop'"))
                .startsWith("image Inline[mime=image/png, base64=AA==]() end");
    }

    static Stream<GoldenCase> streams() {
        return GoldenCase.all().stream()
                .filter(c -> c.upstream().equals("openai-chat") || c.upstream().equals("zai-chat"))
                .filter(c -> c.root().path("upstream_stream").isArray());
    }

    private static String[] quirks(GoldenCase golden) {
        return golden.root().path("config").has("reasoning_source") ? new String[] {"think-tags"} : new String[0];
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 1.1: wherever the bytes are cut, the events are the same")
    void cuts(GoldenCase golden) {
        byte[] all = golden.upstreamBytes();
        List<@Nullable ChatEvent> whole = Chats.decoded(List.of(all), Chats.aim(quirks(golden)), new Losses());
        for (int at = 1; at < all.length; at += Seeded.step()) {
            assertThat(Chats.decoded(Pieces.cutAt(all, at), Chats.aim(quirks(golden)), new Losses()))
                    .as("cut at %d", at)
                    .isEqualTo(whole);
        }
        assertThat(Chats.decoded(Pieces.single(all), Chats.aim(quirks(golden)), new Losses()))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName("fault 2.8: a stream that ends early is complete or is not, exactly once, and is no prefix of another")
    void truncated(GoldenCase golden) {
        byte[] all = golden.upstreamBytes();
        List<Boolean> complete = new ArrayList<>();
        for (int at = 0; at <= all.length; at += Seeded.step()) {
            List<@Nullable ChatEvent> events =
                    Chats.decoded(List.of(Arrays.copyOf(all, at)), Chats.aim(quirks(golden)), new Losses());
            long stops =
                    events.stream().filter(ChatEvent.Stopped.class::isInstance).count();
            long open =
                    events.stream().filter(ChatEvent.Opened.class::isInstance).count();
            long closed =
                    events.stream().filter(ChatEvent.Closed.class::isInstance).count();
            boolean done = events.getLast() != null;
            assertThat(stops).isEqualTo(done ? answers(events) : 0);
            if (done) {
                assertThat(closed).isEqualTo(open);
            }
            if (complete.isEmpty() || complete.getLast() != done) {
                complete.add(done);
            }
        }
        assertThat(complete).startsWith(false).hasSizeLessThanOrEqualTo(2);
    }

    private static long answers(List<@Nullable ChatEvent> events) {
        return events.stream()
                .mapMulti((@Nullable ChatEvent event, Consumer<Integer> choices) -> {
                    if (event instanceof ChatEvent.Opened opened) {
                        choices.accept(opened.choice());
                    }
                })
                .distinct()
                .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'a':|1", "[]|1", "{}|0", "''|0"})
    @DisplayName("arguments that are no object are named")
    void malformed(String arguments, int named) {
        Losses losses = new Losses();
        String text = arguments.equals("''") ? "" : arguments.replace("'", "\\'");
        Chats.decoded(
                List.of(Pieces.bytes(Chats.stream(
                        call("{'index':0,'id':'a','function':{'name':'f','arguments':'" + text + "'}}"),
                        "'delta':{},'finish_reason':'length'"))),
                Chats.aim(),
                losses);
        assertThat(Chats.words(losses))
                .hasSize(named)
                .allMatch("choices[0].message.tool_calls[0].function.arguments:approximated"::equals);
    }
}
