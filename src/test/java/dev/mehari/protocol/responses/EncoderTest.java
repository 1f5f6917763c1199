package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.golden.Sent;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderTest {
    private static final String SEALED = "{'include':['reasoning.encrypted_content']}";
    private static final Carrier GEMINI = new Carrier(Protocol.GEMINI, TextNode.valueOf("S"));

    private static List<ChatEvent> answer(StopReason reason, ChatEvent... events) {
        List<ChatEvent> all = new ArrayList<>(List.of(new ChatEvent.Started("up", "m")));
        all.addAll(List.of(events));
        all.add(new ChatEvent.Stopped(0, reason, null));
        return all;
    }

    private static ChatEvent open(int index, Block block) {
        return new ChatEvent.Opened(index, 0, block);
    }

    private static Block call(boolean custom, Carrier... carrier) {
        return new Block.ToolCall("id", "f", custom, carrier.length == 0 ? null : carrier[0]);
    }

    /** The output, which has to be the same in a stream and whole. */
    private static JsonNode output(String request, List<ChatEvent> events) {
        JsonNode streamed = StrictStream.assemble(Chats.encoded(events, Chats.frame(request)));
        assertThat(streamed).isEqualTo(Chats.collected(events, Chats.frame(request)));
        return streamed.path("output");
    }

    @Test
    @DisplayName("fault 1.11 any answer is a legal stream, and the same as a whole")
    void anyAnswer() {
        Seeded seeded = Seeded.fresh();
        for (int round = 0; round < Seeded.times(10_000); round++) {
            List<ChatEvent> events = RandomAnswer.of(seeded.random());
            String request = round % 2 == 0 ? SEALED : "{}";
            JsonNode streamed = StrictStream.assemble(Chats.encoded(events, Chats.frame(request)));
            assertThat(streamed.path("status").asText()).as("%s", seeded).isIn("completed", "incomplete");
            assertThat(streamed).as("%s: %s", seeded, events).isEqualTo(Chats.collected(events, Chats.frame(request)));
        }
    }

    @Test
    @DisplayName("a response that a server of this protocol may keep has its id, and says what was asked of it")
    void kept() {
        String request = "{'store':true,'previous_response_id':'resp_before','background':false}";
        List<ChatEvent> events = answer(StopReason.END, open(0, new Block.Text()), new ChatEvent.Closed(0));

        JsonNode own = StrictStream.assemble(Chats.encoded(events, Chats.own(request)));
        assertThat(own).isEqualTo(Chats.collected(events, Chats.own(request)));
        assertThat(own.path("id").asText()).isEqualTo("up");
        assertThat(own.path("previous_response_id").asText()).isEqualTo("resp_before");
        assertThat(own.path("store").asBoolean()).isTrue();
        assertThat(Chats.collected(events, Chats.own("{}")).path("store").asBoolean())
                .isTrue();
        assertThat(Chats.collected(events, Chats.own("{'store':false}"))
                        .path("store")
                        .asBoolean(true))
                .isFalse();

        JsonNode other = Chats.collected(events, Chats.frame(request));
        assertThat(other.path("id").asText()).startsWith("resp_x");
        assertThat(other.path("previous_response_id").isNull()).isTrue();
        assertThat(other.path("store").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "END, completed, , completed",
        "STOP_SEQUENCE, completed, , completed",
        "TOOL_USE, completed, , completed",
        "PAUSED, completed, , completed",
        "MAX_TOKENS, incomplete, max_output_tokens, incomplete",
        "CONTEXT_FULL, incomplete, max_output_tokens, incomplete",
        "FILTERED, incomplete, content_filter, incomplete"
    })
    @DisplayName("fault 1.27 every reason to stop has its word")
    void stops(StopReason reason, String status, String why, String ofItem) {
        List<ChatEvent> events =
                answer(reason, open(0, new Block.Text()), new ChatEvent.Delta(0, "a"), new ChatEvent.Closed(0));
        JsonNode whole = Chats.collected(events, Chats.frame("{}"));
        assertThat(whole.path("status").asText()).isEqualTo(status);
        assertThat(whole.at("/incomplete_details/reason").asText(null)).isEqualTo(why);
        assertThat(whole.path("completed_at").isNull()).isEqualTo(status.equals("incomplete"));
        assertThat(output("{}", events).path(0).path("status").asText()).isEqualTo(ofItem);
    }

    @Test
    void aRefusalIsAnAnswer() {
        List<ChatEvent> said = answer(
                StopReason.FILTERED,
                open(0, new Block.Refused()),
                new ChatEvent.Delta(0, "no"),
                new ChatEvent.Closed(0));
        assertThat(Chats.collected(said, Chats.frame("{}")).path("status").asText())
                .isEqualTo("completed");
        assertThat(output("{}", said).at("/0/content/0/refusal").asText()).isEqualTo("no");

        List<ChatEvent> filtered = List.of(
                new ChatEvent.Started(null, null), new ChatEvent.Stopped(0, StopReason.FILTERED, null, null, "why"));
        assertThat(output("{}", filtered).at("/0/content/0/refusal").asText()).isEqualTo("why");
        assertThat(Chats.collected(filtered, Chats.frame("{}")).path("status").asText())
                .isEqualTo("incomplete");
    }

    @Test
    @DisplayName("fault 1.12 a call without arguments has an empty object, one with text has its text")
    void calls() {
        assertThat(output("{}", answer(StopReason.TOOL_USE, open(0, call(false)), new ChatEvent.Closed(0)))
                        .at("/0/arguments")
                        .asText())
                .isEqualTo("{}");
        JsonNode custom = output("{}", answer(StopReason.TOOL_USE, open(0, call(true)), new ChatEvent.Closed(0)))
                .path(0);
        assertThat(custom.path("type").asText()).isEqualTo("custom_tool_call");
        assertThat(custom.path("id").asText()).startsWith("ctc_");
        assertThat(custom.path("input").asText("x")).isEmpty();
    }

    @Test
    @DisplayName("fault 1.13 what says nothing is no item")
    void silence() {
        assertThat(output(
                        SEALED,
                        answer(
                                StopReason.END,
                                open(0, new Block.Text()),
                                new ChatEvent.Closed(0),
                                open(1, new Block.Thinking()),
                                new ChatEvent.Closed(1))))
                .isEmpty();
    }

    @Test
    @DisplayName("fault 1.16 what a provider wants back is sealed for who asks for it, and only for him")
    void seals() {
        ChatEvent think = new ChatEvent.Delta(0, "hm");
        List<ChatEvent> signed = answer(
                StopReason.END,
                open(0, new Block.Thinking()),
                think,
                new ChatEvent.Signed(0, GEMINI),
                new ChatEvent.Closed(0));
        String sealed = Envelope.text(GEMINI);
        assertThat(output(SEALED, signed).at("/0/encrypted_content").asText()).isEqualTo(sealed);
        assertThat(output("{}", signed).path(0).has("encrypted_content")).isFalse();

        List<ChatEvent> own = answer(
                StopReason.END,
                open(0, new Block.Thinking()),
                new ChatEvent.Signed(
                        0, new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'encrypted_content':'E'}"))),
                new ChatEvent.Closed(0));
        assertThat(output(SEALED, own).at("/0/encrypted_content").asText()).isEqualTo("E");
        assertThat(output(SEALED, own).at("/0/summary")).isEmpty();
        assertThat(output("{}", own)).isEmpty();
    }

    @Test
    @DisplayName("fault 1.17 the signature of a call is with the thinking before it, or stands alone before it")
    void signedCalls() {
        ChatEvent[] two = {
            open(0, new Block.Thinking()),
            new ChatEvent.Delta(0, "hm"),
            new ChatEvent.Closed(0),
            open(1, call(false, GEMINI)),
            new ChatEvent.Closed(1),
            open(2, call(false, GEMINI)),
            new ChatEvent.Closed(2)
        };
        JsonNode output = output(SEALED, answer(StopReason.TOOL_USE, two));
        assertThat(output.findValuesAsText("type").stream().filter(t -> !t.equals("summary_text")))
                .containsExactly("reasoning", "function_call", "reasoning", "function_call");
        assertThat(output.findValuesAsText("encrypted_content"))
                .containsExactly(Envelope.text(GEMINI), Envelope.text(GEMINI));
        assertThat(output("{}", answer(StopReason.TOOL_USE, two))).hasSize(3);

        Carrier own = new Carrier(Protocol.GEMINI, TextNode.valueOf("T"));
        JsonNode both = output(
                SEALED,
                answer(
                        StopReason.TOOL_USE,
                        open(0, new Block.Thinking()),
                        new ChatEvent.Delta(0, "hm"),
                        new ChatEvent.Signed(0, own),
                        new ChatEvent.Closed(0),
                        open(1, call(false, GEMINI)),
                        new ChatEvent.Closed(1)));
        assertThat(both.findValuesAsText("encrypted_content"))
                .as("neither takes the place of the other")
                .containsExactly(Envelope.text(own), Envelope.text(GEMINI));
    }

    @Test
    void repeatsWhatWasAsked() {
        JsonNode response = Chats.collected(
                answer(StopReason.END),
                Chats.frame("{'instructions':'i','temperature':0.5,'text':{'verbosity':'low'},'tools':[{'type':'x'}],"
                        + "'service_tier':'auto','reasoning':{'effort':'low'},'store':true,'metadata':{'k':'v'}}"));
        assertThat(response.path("instructions").asText()).isEqualTo("i");
        assertThat(response.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(response.path("text")).isEqualTo(Chats.json("{'format':{'type':'text'},'verbosity':'low'}"));
        assertThat(response.path("tools")).isEqualTo(Chats.json("[{'type':'x'}]"));
        assertThat(response.path("service_tier").asText()).isEqualTo("default");
        assertThat(response.path("reasoning")).isEqualTo(Chats.json("{'effort':'low','summary':null}"));
        assertThat(response.path("store").asBoolean(true)).isFalse();
        assertThat(response.path("usage").path("total_tokens").asInt(-1)).isZero();
    }

    private static List<JsonNode> failed(ChatEvent... events) {
        AnswerEncoder encoder = Chats.CHAT.encoder(Chats.frame("{}"), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ChatEvent event : events) {
            encoder.take(event, out::writeBytes);
        }
        out.writeBytes(encoder.failure(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow")));
        if (events.length > 0) {
            StrictStream.assemble(out.toByteArray());
        }
        return Sent.events(out.toByteArray());
    }

    @Test
    @DisplayName("fault 1.30 what fails is said to have failed, with what was said before")
    void failures() {
        JsonNode first = failed().getFirst();
        assertThat(first.path("event").asText()).isEqualTo("error");
        assertThat(first.at("/data/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(first.at("/data/error/code").asText()).isEqualTo("rate_limit_exceeded");

        ChatEvent started = new ChatEvent.Started("up", "m");
        JsonNode half = failed(started, open(0, new Block.Text()), new ChatEvent.Delta(0, "Par"))
                .getLast()
                .at("/data/response");
        assertThat(half.at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(half.at("/output/0/status").asText()).isEqualTo("incomplete");
        JsonNode full = failed(started, open(0, call(false)), new ChatEvent.Closed(0))
                .getLast()
                .at("/data/response");
        assertThat(full.at("/output/0/status").asText()).isEqualTo("completed");
    }
}
