package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Protocol;
import dev.mehari.call.Usage;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final String CREATED = "{'type':'response.created','response':{'id':'r','model':'m'}}";
    private static final String REASONING =
            "{'id':'rs','type':'reasoning','summary':[{'text':'one'},{'text':'two'}],'encrypted_content':'E'}";
    private static final String MESSAGE =
            "{'id':'msg','type':'message','content':[{'type':'output_text','text':'北京 é'},{'type':'refusal','refusal':'no'}]}";
    private static final String CALL =
            "{'id':'fc','type':'function_call','call_id':'c1','name':'f','arguments':'[1.0]'}";
    private static final String CUSTOM =
            "{'id':'ctc','type':'custom_tool_call','call_id':'c2','name':'g','input':'text'}";
    private static final String USAGE =
            "'usage':{'input_tokens':10,'input_tokens_details':{'cached_tokens':4,'cache_write_tokens':1},'output_tokens':7,'output_tokens_details':{'reasoning_tokens':2},'total_tokens':17}";
    private static final String WHOLE = "{'id':'r','model':'m','status':'completed','output':[" + REASONING + ","
            + MESSAGE + "," + CALL + "," + CUSTOM + "]," + USAGE + "}";

    private static final String STREAM = Chats.stream(
            CREATED,
            "{'type':'response.output_item.added','output_index':0,'item':{'id':'rs','type':'reasoning'}}",
            "{'type':'response.reasoning_summary_part.added','output_index':0,'summary_index':0}",
            "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':0,'delta':'one'}",
            "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':1,'delta':'two'}",
            "{'type':'response.output_item.done','output_index':0,'item':" + REASONING + "}",
            "{'type':'response.output_item.added','output_index':1,'item':{'id':'msg','type':'message'}}",
            "{'type':'response.content_part.added','output_index':1,'content_index':0}",
            "{'type':'response.output_text.delta','output_index':1,'content_index':0,'delta':'北京 é'}",
            "{'type':'response.content_part.done','output_index':1,'content_index':0,'part':{'type':'output_text','text':'北京 é'}}",
            "{'type':'response.refusal.delta','output_index':1,'content_index':1,'delta':'no'}",
            "{'type':'response.output_item.done','output_index':1,'item':" + MESSAGE + "}",
            "{'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','call_id':'c1','name':'f','arguments':''}}",
            "{'type':'response.function_call_arguments.delta','output_index':2,'delta':'[1.0]'}",
            "{'type':'response.output_item.done','output_index':2,'item':" + CALL + "}",
            "{'type':'response.output_item.added','output_index':3,'item':{'type':'custom_tool_call','call_id':'c2','name':'g'}}",
            "{'type':'response.output_item.done','output_index':3,'item':" + CUSTOM + "}",
            "{'type':'response.completed','response':" + WHOLE + "}");

    private static final List<Object> EVENTS = List.of(
            new ChatEvent.Started("r", "m"),
            new ChatEvent.Opened(0, 0, new Block.Thinking()),
            new ChatEvent.Delta(0, "one"),
            new ChatEvent.Delta(0, "\n\ntwo"),
            new ChatEvent.Signed(0, new Carrier(Protocol.OPENAI_RESPONSES, Chats.json(REASONING))),
            new ChatEvent.Closed(0),
            new ChatEvent.Opened(1, 0, new Block.Text()),
            new ChatEvent.Delta(1, "北京 é"),
            new ChatEvent.Closed(1),
            new ChatEvent.Opened(2, 0, new Block.Refused()),
            new ChatEvent.Delta(2, "no"),
            new ChatEvent.Closed(2),
            new ChatEvent.Opened(3, 0, new Block.ToolCall("c1", "f", false, null)),
            new ChatEvent.Delta(3, "[1.0]"),
            new ChatEvent.Closed(3),
            new ChatEvent.Opened(4, 0, new Block.ToolCall("c2", "g", true, null)),
            new ChatEvent.Delta(4, "text"),
            new ChatEvent.Closed(4),
            new ChatEvent.Reported(new Usage(5, 4, 1, 0, 5, 2)),
            new ChatEvent.Stopped(0, StopReason.TOOL_USE, "completed"));

    @Test
    @DisplayName("a stream and a whole reply are the same events; fault 1.8 calls that come whole keep their arguments")
    void oneMapping() {
        assertThat(Chats.decoded(STREAM)).isEqualTo(EVENTS);
        assertThat(Chats.whole(WHOLE)).isEqualTo(EVENTS);
        String last = Chats.stream("{'type':'response.completed','response':" + WHOLE + "}");
        assertThat(Chats.decoded(last)).as("told by nothing but the last event").isEqualTo(EVENTS);
    }

    @Test
    @DisplayName("fault 1.1 the same events, wherever the bytes are cut")
    void everyCut() {
        byte[] all = Pieces.bytes(STREAM);
        for (int at = 0; at <= all.length; at += Seeded.step()) {
            assertThat(Chats.decoded(Pieces.cutAt(all, at), new Losses()))
                    .as("%d", at)
                    .isEqualTo(EVENTS);
        }
        assertThat(Chats.decoded(Pieces.single(all), new Losses())).isEqualTo(EVENTS);
    }

    @Test
    @DisplayName("fault 2.8 a stream that ends before its last event is not complete")
    void everyTruncation() {
        byte[] all = Pieces.bytes(STREAM);
        for (int at = 0; at < all.length - 2; at += Seeded.step()) {
            List<Object> events = Chats.decoded(List.of(Arrays.copyOf(all, at)), new Losses());
            assertThat(events.getLast()).as("%d", at).isEqualTo(false);
        }
    }

    @Test
    @DisplayName("fault 1.7 calls that come mixed keep each its own arguments")
    void mixed() {
        List<Object> events = Chats.decoded(Chats.stream(
                "{'type':'response.output_item.added','output_index':0,'item':{'type':'function_call','call_id':'a','name':'f'}}",
                "{'type':'response.output_item.added','output_index':1,'item':{'type':'function_call','call_id':'b','name':'f'}}",
                "{'type':'response.function_call_arguments.delta','output_index':1,'delta':'B'}",
                "{'type':'response.function_call_arguments.delta','output_index':0,'delta':'A'}",
                "{'type':'response.completed','response':{'status':'completed'}}"));
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started(null, null),
                        new ChatEvent.Opened(0, 0, new Block.ToolCall("a", "f", false, null)),
                        new ChatEvent.Opened(1, 0, new Block.ToolCall("b", "f", false, null)),
                        new ChatEvent.Delta(1, "B"),
                        new ChatEvent.Delta(0, "A"),
                        new ChatEvent.Closed(0),
                        new ChatEvent.Closed(1),
                        new ChatEvent.Stopped(0, StopReason.TOOL_USE, "completed"));
    }

    @Test
    void thinkingOfOpenModels() {
        List<Object> events = Chats.decoded(Chats.stream(
                CREATED,
                "{'type':'response.reasoning_text.delta','output_index':0,'content_index':0,'delta':'raw'}",
                "{'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','summary':[],'content':[{'type':'reasoning_text','text':'raw'}]}}",
                "{'type':'response.completed','response':{'status':'completed'}}"));
        assertThat(events).contains(new ChatEvent.Delta(0, "raw")).hasSize(5);
        assertThat(
                        Chats.whole(
                                "{'output':[{'type':'reasoning','summary':[],'content':[{'type':'reasoning_text','text':'raw'}]}]}"))
                .contains(new ChatEvent.Delta(0, "raw"));
    }

    @Test
    void itemsOfTheVendorsOwnTools() {
        assertThat(Chats.whole("{'output':[{'type':'image_generation_call','result':'AA','output_format':'webp'},"
                        + "{'type':'web_search_call','id':'ws'}]}"))
                .contains(
                        new ChatEvent.Opened(0, 0, new Block.Image(new Media.Inline("image/webp", "AA"))),
                        new ChatEvent.Opened(
                                1,
                                0,
                                new Block.Foreign(
                                        Protocol.OPENAI_RESPONSES,
                                        "web_search_call",
                                        Chats.json("{'type':'web_search_call','id':'ws'}"))));
    }

    @ParameterizedTest
    @CsvSource({
        "completed, , END",
        "incomplete, max_output_tokens, MAX_TOKENS",
        "incomplete, content_filter, FILTERED",
        "incomplete, steered, MAX_TOKENS"
    })
    @DisplayName("fault 1.27 every end has its meaning")
    void stops(String status, String reason, StopReason stop) {
        String details = reason == null ? "null" : "{'reason':'" + reason + "'}";
        assertThat(Chats.whole("{'status':'" + status + "','incomplete_details':" + details + ",'output':[]}")
                        .getLast())
                .isEqualTo(new ChatEvent.Stopped(0, stop, reason == null ? status : reason));
    }

    @Test
    void aRefusalIsFiltered() {
        assertThat(Chats.whole(
                                "{'status':'completed','output':[{'type':'message','content':[{'type':'refusal','refusal':'no'}]}]}")
                        .getLast())
                .isEqualTo(new ChatEvent.Stopped(0, StopReason.FILTERED, "completed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'response.failed','response':{'error':{'code':'rate_limit_exceeded','message':'slow'}}}",
                "{'type':'error','error':{'code':'rate_limit_exceeded','message':'slow'}}",
                "{'type':'error','code':'rate_limit_exceeded','message':'slow','param':null,'sequence_number':3}",
                "{'error':{'code':'rate_limit_exceeded','message':'slow'}}"
            })
    @DisplayName("fault 1.30 a response that failed is no answer")
    void failures(String event) {
        List<Object> events = Chats.decoded(Chats.stream(CREATED, event));
        assertThat(events.get(1)).isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> {
            ErrorFacts facts = failed.facts();
            assertThat(facts.code()).isEqualTo("rate_limit_exceeded");
            assertThat(facts.message()).isEqualTo("slow");
        });
        assertThat(events.getLast()).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled", "in_progress", "queued"})
    void wholeFailures(String status) {
        assertThat(Chats.whole("{'status':'" + status + "','output':[]}"))
                .singleElement()
                .isInstanceOf(ChatEvent.Failed.class);
    }

    @Test
    @DisplayName("fault 1.3 what is not known is passed over, a sign of life is one")
    void unknown() {
        assertThat(Chats.decoded(Chats.stream(CREATED, "{'type':'response.future'}", "{'type':'keepalive'}")
                        + "data: [DONE]\n\n"))
                .containsExactly(
                        new ChatEvent.Started("r", "m"),
                        new ChatEvent.Unknown(Protocol.OPENAI_RESPONSES, "response.future"),
                        new ChatEvent.Ping(),
                        false);
    }
}
