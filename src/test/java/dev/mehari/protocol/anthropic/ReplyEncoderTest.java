package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.golden.Sent;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Content;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an answer is written as a message")
class ReplyEncoderTest {
    private static final ChatEvent STARTED = new ChatEvent.Started("up", "model");
    private static final ChatEvent ENDED = new ChatEvent.Stopped(0, StopReason.END, "stop");

    private static byte[] stream(List<ChatEvent> events) {
        ReplyEncoder encoder = new ReplyEncoder(Chats.frame(), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.take(event, out::writeBytes));
        encoder.end(out::writeBytes);
        return out.toByteArray();
    }

    private static JsonNode whole(List<ChatEvent> events) {
        Answer answer = new Answer();
        events.forEach(answer);
        try {
            return Tree.read(new ReplyEncoder(Chats.frame(), new Losses()).whole(answer));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChatEvent opened(int index, Block block) {
        return new ChatEvent.Opened(index, 0, block);
    }

    private static ChatEvent.Delta delta(int index, String text) {
        return new ChatEvent.Delta(index, text);
    }

    private static ChatEvent closed(int index) {
        return new ChatEvent.Closed(index);
    }

    private static Block tool(String id, @Nullable Carrier carrier) {
        return new Block.ToolCall(id, "f", false, carrier);
    }

    /** {@code thinking[text,signature] tool[id]}. */
    private static String shape(JsonNode message) {
        StringBuilder out = new StringBuilder();
        for (JsonNode block : message.path("content")) {
            out.append(
                    switch (block.path("type").asText()) {
                        case "thinking" ->
                            "thinking[" + block.path("thinking").asText() + ","
                                    + block.path("signature").asText() + "] ";
                        case "text" -> "text[" + block.path("text").asText() + "] ";
                        case "tool_use" -> "tool[" + block.path("id").asText() + block.path("input") + "] ";
                        default -> block.path("type").asText() + " ";
                    });
        }
        return out.toString().strip();
    }

    @Test
    @DisplayName("fault 1.11: 10,000 random answers are legal streams, and the same message as the whole answer")
    void random() {
        Seeded seeded = Seeded.fresh();
        Random random = seeded.random();
        for (int i = 0; i < Seeded.times(10_000); i++) {
            List<ChatEvent> events = RandomAnswer.of(random);
            JsonNode streamed = StrictStream.assemble(stream(events));
            ObjectNode expected = (ObjectNode) whole(events);
            assertThat(streamed).as(seeded + " " + events).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("fault 1.7, 1.8: calls that overlap come one behind the other, each with its own arguments")
    void overlapping() {
        List<ChatEvent> events = List.of(
                STARTED,
                opened(0, tool("a", null)),
                opened(1, tool("b", null)),
                delta(0, "{\"x\":"),
                delta(1, "{\"y\":"),
                delta(0, "1}"),
                delta(1, "2}"),
                closed(0),
                closed(1),
                new ChatEvent.Stopped(0, StopReason.TOOL_USE, "tool_calls"));
        assertThat(shape(StrictStream.assemble(stream(events)))).isEqualTo("tool[a{\"x\":1}] tool[b{\"y\":2}]");
    }

    @Test
    @DisplayName("fault 1.13: a block that says nothing is none")
    void nothingSaid() {
        List<ChatEvent> events = List.of(
                STARTED,
                opened(0, new Block.Text()),
                closed(0),
                opened(1, new Block.Thinking()),
                closed(1),
                opened(2, tool("a", null)),
                delta(2, "{}"),
                closed(2),
                ENDED);
        JsonNode message = StrictStream.assemble(stream(events));
        assertThat(shape(message)).isEqualTo("tool[a{}]").isEqualTo(shape(whole(events)));
        assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
    }

    @Test
    @DisplayName("fault 1.17: a signature of Gemini's stands in the thinking before, or in an empty one")
    void signatures() {
        String sealed = Envelope.text(Chats.gemini("g"));
        ChatEvent thought = opened(0, new Block.Thinking());
        ChatEvent words = delta(0, "w");
        assertThat(shape(StrictStream.assemble(stream(List.of(
                        STARTED,
                        thought,
                        words,
                        closed(0),
                        opened(1, tool("a", Chats.gemini("g"))),
                        closed(1),
                        ENDED)))))
                .isEqualTo("thinking[w," + sealed + "] tool[a{}]");
        assertThat(shape(StrictStream.assemble(stream(List.of(
                        STARTED,
                        thought,
                        words,
                        closed(0),
                        opened(1, new Block.Text()),
                        delta(1, "t"),
                        closed(1),
                        opened(2, tool("a", Chats.gemini("g"))),
                        closed(2),
                        opened(3, tool("b", Chats.gemini("g"))),
                        closed(3),
                        ENDED)))))
                .isEqualTo(
                        "thinking[w,] text[t] thinking[," + sealed + "] tool[a{}] thinking[," + sealed + "] tool[b{}]");
        List<ChatEvent> late = List.of(
                STARTED,
                thought,
                words,
                closed(0),
                opened(1, new Block.Text()),
                delta(1, "t"),
                new ChatEvent.Signed(1, Chats.gemini("g")),
                closed(1),
                ENDED);
        assertThat(shape(StrictStream.assemble(stream(late))))
                .isEqualTo("thinking[w,] text[t] thinking[," + sealed + "]");
        assertThat(shape(whole(late))).isEqualTo("thinking[w," + sealed + "] text[t]");
    }

    @Test
    @DisplayName("fault 1.16: what the client sends back is what the provider signed")
    void thereAndBack() {
        Carrier openai = new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'id':'rs','encrypted_content':'E'}"));
        Carrier redacted = Blocks.carrier(Chats.json("{'type':'redacted_thinking','data':'E'}"));
        for (Carrier carrier : List.of(openai, redacted, Chats.gemini("g"), Chats.signed("", "S"))) {
            List<ChatEvent> events = List.of(
                    STARTED,
                    opened(0, new Block.Thinking()),
                    new ChatEvent.Signed(0, carrier),
                    closed(0),
                    opened(1, new Block.Text()),
                    delta(1, "t"),
                    closed(1),
                    ENDED);
            for (JsonNode message : List.of(StrictStream.assemble(stream(events)), whole(events))) {
                Content first = Chats.read(
                                "{'messages':[{'role':'assistant','content':" + message.path("content") + "}]}")
                        .turns()
                        .getFirst()
                        .parts()
                        .getFirst();
                assertThat(first).isEqualTo(new Content.Thinking("", carrier, "messages[0].content[0]"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "END,-,end_turn,tool_use",
                "STOP_SEQUENCE,s,stop_sequence,tool_use",
                "STOP_SEQUENCE,-,end_turn,tool_use",
                "TOOL_USE,-,end_turn,tool_use",
                "MAX_TOKENS,-,max_tokens,max_tokens",
                "CONTEXT_FULL,-,model_context_window_exceeded,model_context_window_exceeded",
                "FILTERED,-,refusal,refusal",
                "PAUSED,-,pause_turn,tool_use",
            })
    @DisplayName("fault 1.9: why it stopped; with a call of a tool it did not end by itself")
    void stops(StopReason reason, @Nullable String sequence, String text, String tool) {
        ChatEvent stopped = new ChatEvent.Stopped(0, reason, "raw", sequence, null);
        JsonNode said = StrictStream.assemble(
                stream(List.of(STARTED, opened(0, new Block.Text()), delta(0, "t"), closed(0), stopped)));
        assertThat(said.path("stop_reason").asText()).isEqualTo(text);
        assertThat(said.path("stop_sequence").asText(null)).isEqualTo(text.equals("stop_sequence") ? sequence : null);
        assertThat(said.at("/stop_details/explanation").asText(""))
                .isEqualTo(text.equals("refusal") ? "The provider ended the answer: raw" : "");
        JsonNode called =
                StrictStream.assemble(stream(List.of(STARTED, opened(0, tool("a", null)), closed(0), stopped)));
        assertThat(called.path("stop_reason").asText()).isEqualTo(tool);
    }

    @Test
    void refusals() {
        List<ChatEvent> events = List.of(
                STARTED, opened(0, new Block.Refused()), delta(0, "I will "), delta(0, "not."), closed(0), ENDED);
        for (JsonNode message : List.of(StrictStream.assemble(stream(events)), whole(events))) {
            assertThat(shape(message)).isEqualTo("text[I will not.]");
            assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
            assertThat(message.path("stop_details"))
                    .isEqualTo(Chats.json("{'type':'refusal','category':null,'explanation':'I will not.'}"));
        }
        JsonNode blocked = whole(List.of(STARTED, new ChatEvent.Stopped(0, StopReason.FILTERED, null, null, "why")));
        assertThat(blocked.path("content")).isEmpty();
        assertThat(blocked.at("/stop_details/explanation").asText()).isEqualTo("why");
    }

    @Test
    @DisplayName("fault 1.15: the start estimates the input, the end is exact")
    void usage() {
        byte[] stream = stream(List.of(STARTED, ENDED, new ChatEvent.Reported(new Usage(200, 800, 0, 0, 50, 0))));
        List<JsonNode> events = Sent.events(stream);
        assertThat(events.getFirst().at("/data/message/usage"))
                .isEqualTo(Chats.json("{'input_tokens':10,'cache_creation_input_tokens':0,'cache_read_input_tokens':0,"
                        + "'output_tokens':0}"));
        assertThat(events.get(1).at("/data/usage"))
                .isEqualTo(
                        Chats.json(
                                "{'input_tokens':200,'cache_creation_input_tokens':0,"
                                        + "'cache_read_input_tokens':800,'output_tokens':50,'output_tokens_details':{'thinking_tokens':0}}"));
        assertThat(Tree.text(UsageWriter.write(new Usage(1, 2, 3, 4, 5, 6))))
                .isEqualTo(Tree.text(
                        Chats.json("{'input_tokens':1,'cache_creation_input_tokens':7,'cache_read_input_tokens':2,"
                                + "'output_tokens':11,'cache_creation':{'ephemeral_5m_input_tokens':3,"
                                + "'ephemeral_1h_input_tokens':4},'output_tokens_details':{'thinking_tokens':6}}")));
        assertThat(whole(List.of(STARTED, ENDED)).at("/usage/output_tokens").asInt(-1))
                .isZero();
    }

    @Test
    @DisplayName("fault 1.1: arguments that were cut off are an empty object in a whole answer")
    void cutArguments() {
        assertThat(shape(whole(List.of(
                        STARTED,
                        opened(0, tool("a", null)),
                        delta(0, "{\"cut"),
                        closed(0),
                        new ChatEvent.Stopped(0, StopReason.MAX_TOKENS, "length")))))
                .isEqualTo("tool[a{}]");
    }

    @Test
    void onlyTheFirstChoice() {
        List<ChatEvent> events = List.of(
                STARTED,
                opened(0, new Block.Text()),
                new ChatEvent.Opened(1, 1, new Block.Text()),
                delta(1, "second"),
                delta(0, "first"),
                closed(1),
                closed(0),
                ENDED,
                new ChatEvent.Stopped(1, StopReason.MAX_TOKENS, "length"));
        for (JsonNode message : List.of(StrictStream.assemble(stream(events)), whole(events))) {
            assertThat(shape(message)).isEqualTo("text[first]");
            assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        }
    }

    @Test
    @DisplayName("the one answer that there is need not have the number 0")
    void firstByAnotherNumber() {
        List<ChatEvent> events = List.of(
                STARTED,
                new ChatEvent.Opened(0, 3, new Block.Text()),
                delta(0, "said"),
                closed(0),
                new ChatEvent.Stopped(3, StopReason.MAX_TOKENS, "length"));
        for (JsonNode message : List.of(StrictStream.assemble(stream(events)), whole(events))) {
            assertThat(shape(message)).isEqualTo("text[said]");
            assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
        }
    }

    @Test
    void head() {
        JsonNode message = whole(List.of(
                new ChatEvent.Started("up", null),
                opened(0, new Block.Image(new Media.Remote("image/png", "https://x/i.png"))),
                closed(0),
                ENDED));
        assertThat(message.path("id").asText()).isEqualTo("msg_x1");
        assertThat(message.path("model").asText()).isEqualTo("asked");
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.path("role").asText()).isEqualTo("assistant");
        assertThat(message.at("/content/0"))
                .isEqualTo(Chats.json("{'type':'text','text':'![image](https://x/i.png)'}"));
    }

    @Test
    @DisplayName("a stream that fails says so, without an end of success")
    void failure() {
        ReplyEncoder encoder = new ReplyEncoder(Chats.frame(), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.take(STARTED, out::writeBytes);
        encoder.take(opened(0, new Block.Text()), out::writeBytes);
        encoder.take(delta(0, "Par"), out::writeBytes);
        out.writeBytes(encoder.failure(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "Overloaded")));
        encoder.end(out::writeBytes);
        List<JsonNode> events = Sent.events(out.toByteArray());
        assertThat(events.getLast())
                .isEqualTo(Chats.json("{'event':'error','data':{'type':'error','error':{'type':'overloaded_error',"
                        + "'message':'Overloaded'},'request_id':'req_1'}}"));
        assertThat(events).extracting(e -> e.path("event").asText()).doesNotContain("message_delta", "message_stop");
    }
}
