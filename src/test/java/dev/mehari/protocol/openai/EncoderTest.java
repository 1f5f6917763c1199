package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Seeded;
import dev.mehari.protocol.chat.AnswerEncoder;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers for callers, streamed and whole. */
class EncoderTest {
    private static final Frame PLAIN = Chats.frame("{}", ThinkingShown.FIELD);

    private static List<ChatEvent> answer(Object... parts) {
        List<ChatEvent> events = new ArrayList<>(List.of(new ChatEvent.Started("up", "m")));
        int index = 0;
        for (Object part : parts) {
            switch (part) {
                case Block block -> events.add(new ChatEvent.Opened(index++, 0, block));
                case String text -> events.add(new ChatEvent.Delta(index - 1, text));
                case Carrier carrier -> events.add(new ChatEvent.Signed(index - 1, carrier));
                case StopReason reason -> events.add(new ChatEvent.Stopped(0, reason, null));
                case ChatEvent event -> events.add(event);
                default -> events.add(new ChatEvent.Closed(index - 1));
            }
        }
        return events;
    }

    private static final Object END = new Object();

    private static Block.ToolCall call(String id) {
        return new Block.ToolCall(id, "f", false, null);
    }

    /** The one choice of an answer, after the stream was found to say the same. */
    private static JsonNode choice(Frame frame, Object... parts) {
        List<ChatEvent> events = answer(parts);
        JsonNode whole = Chats.whole(events, frame).at("/choices/0");
        assertThat(StrictStream.read(Chats.encoded(events, frame)).get(0)).isEqualTo(comparable(whole));
        return whole;
    }

    /** A choice without what a stream does not say: what is null, and the order in which things were said. */
    private static ObjectNode comparable(JsonNode choice) {
        ObjectNode out = Tree.object();
        out.set("index", choice.path("index"));
        ObjectNode message = choice.path("message").deepCopy();
        message.properties().removeIf(member -> member.getValue().isNull());
        if (!message.has("content")) {
            message.put("content", "");
        }
        out.set("message", message);
        out.set("finish_reason", choice.path("finish_reason"));
        return out;
    }

    @Test
    @DisplayName("10,000 random answers: every stream is legal, and says what the whole answer says")
    void random() {
        Seeded seeded = Seeded.fresh();
        for (int i = 0; i < Seeded.times(10_000); i++) {
            List<ChatEvent> events = RandomAnswer.of(seeded.random());
            ThinkingShown shown = seeded.random().nextBoolean() ? ThinkingShown.FIELD : ThinkingShown.NONE;
            Frame frame = Chats.frame("{'stream_options':{'include_usage':true}}", shown);
            ArrayNode whole = Tree.array();
            Chats.whole(events, frame).path("choices").forEach(choice -> whole.add(comparable(choice)));
            assertThat(sorted(StrictStream.read(Chats.encoded(events, frame))))
                    .as("%s, answer %d", seeded, i)
                    .isEqualTo(sorted(whole));
        }
    }

    /** Blocks that overlap are said in turns: a stream joins them in another order. */
    private static ArrayNode sorted(ArrayNode choices) {
        ArrayNode out = choices.deepCopy();
        for (JsonNode choice : out) {
            ObjectNode message = (ObjectNode) choice.path("message");
            for (String name : List.of("content", "reasoning_content", "refusal")) {
                if (message.has(name)) {
                    char[] letters = message.path(name).asText().toCharArray();
                    java.util.Arrays.sort(letters);
                    message.put(name, new String(letters));
                }
            }
            message.path("thinking_blocks").forEach(block -> ((ObjectNode) block).remove("thinking"));
        }
        return out;
    }

    @Test
    @DisplayName("fault 1.10: what is not there is not said, and every chunk has its reason, null")
    void bare() {
        String stream = Chats.encoded(
                answer(new Block.Text(), "Hi", END, StopReason.END), Chats.frame("{}", ThinkingShown.FIELD));
        assertThat(stream).doesNotContain("tool_calls", "usage").isEqualTo("""
                        data: {"id":"chatcmpl-x1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

                        data: {"id":"chatcmpl-x1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}]}

                        data: {"id":"chatcmpl-x1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

                        data: [DONE]

                        """);
    }

    @Test
    @DisplayName("fault 1.14: usage in a chunk of its own, only for who asked, and none where none came")
    void usage() {
        Frame asked = Chats.frame("{'stream_options':{'include_usage':true}}", ThinkingShown.FIELD);
        ChatEvent report = new ChatEvent.Reported(new Usage(1, 2, 3, 4, 5, 6));
        List<ChatEvent> events = answer(new Block.Text(), "Hi", END, report, StopReason.END);
        assertThat(Chats.encoded(events, asked))
                .contains("\"finish_reason\":null}],\"usage\":null}")
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":11,\"total_tokens\":21,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":7},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":6}}}\n\ndata: [DONE]");
        assertThat(Chats.encoded(events, PLAIN)).doesNotContain("usage");
        assertThat(Chats.encoded(answer(new Block.Text(), "Hi", END, StopReason.END), asked))
                .doesNotContain("\"choices\":[]");
    }

    @Test
    @DisplayName("faults 1.7, 1.12: calls are numbered as they open, and one without arguments has {}")
    void calls() {
        JsonNode choice = choice(
                PLAIN,
                call("a"),
                "{",
                "}",
                END,
                call("b"),
                END,
                new Block.ToolCall("c", "p", true, null),
                END,
                StopReason.END);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/tool_calls/1/function/arguments").asText())
                .isEqualTo("{}");
        assertThat(choice.at("/message/tool_calls/2/custom/input").asText("none"))
                .isEmpty();
        assertThat(choice.at("/message/content").isNull()).isTrue();
    }

    @Test
    @DisplayName("a call's head goes out with the arguments of the same event of the upstream, or without any")
    void heads() {
        AnswerEncoder encoder = Chats.CHAT.encoder(PLAIN, new Losses());
        List<String> sent = new ArrayList<>();
        List<ChatEvent> events = answer(call("a"), "{}", END);
        events.subList(0, 2).forEach(event -> encoder.take(event, bytes -> sent.add(text(bytes))));
        assertThat(sent).isEmpty();
        encoder.flush(bytes -> sent.add(text(bytes)));
        assertThat(sent).hasSize(2).last().asString().contains("\"arguments\":\"\"");
        encoder.take(events.get(2), bytes -> sent.add(text(bytes)));
        assertThat(sent).hasSize(3).last().asString().contains("\"index\":0,\"function\":{\"arguments\":\"{}\"}");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("golden 21: a caller who knows functions gets one call of a function")
    void legacy() {
        Frame frame = Chats.frame("{'functions':[{'name':'f'}]}", ThinkingShown.FIELD);
        JsonNode choice = choice(frame, call("a"), "{", "}", END, StopReason.TOOL_USE);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("function_call");
        assertThat(choice.at("/message/function_call")).isEqualTo(Chats.json("{'name':'f','arguments':'{}'}"));
        assertThat(choice.path("message").has("tool_calls")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("thinking in a field, between tags, or not at all; tags never where the answer is JSON")
    void thinking(ThinkingShown shown) {
        Object[] parts = {new Block.Thinking(), "a", "b", END, new Block.Text(), "c", END, StopReason.END};
        JsonNode message = choice(Chats.frame("{}", shown), parts).path("message");
        switch (shown) {
            case FIELD -> {
                assertThat(message.path("reasoning_content").asText()).isEqualTo("ab");
                assertThat(message.path("content").asText()).isEqualTo("c");
            }
            case TAGS -> {
                assertThat(message.path("content").asText()).isEqualTo("<think>\nab\n</think>\n\nc");
                assertThat(message.has("reasoning_content")).isFalse();
            }
            case NONE -> assertThat(message).isEqualTo(Chats.json("{'role':'assistant','content':'c','refusal':null}"));
        }
        JsonNode json = choice(Chats.frame("{'response_format':{'type':'json_object'}}", shown), parts)
                .path("message");
        assertThat(json.path("content").asText()).isEqualTo("c");
    }

    @Test
    @DisplayName("faults 1.16, 1.17: what is signed can be sent back: natively, or in an envelope")
    void signatures() {
        Carrier claude = new Carrier(
                Protocol.ANTHROPIC_MESSAGES, Chats.json("[{'type':'thinking','thinking':'a','signature':'S'}]"));
        Carrier item = new Carrier(Protocol.OPENAI_RESPONSES, Chats.json("{'id':'rs'}"));
        Carrier google = new Carrier(Protocol.GEMINI, TextNode.valueOf("G"));
        JsonNode message = choice(
                        PLAIN,
                        new Block.Thinking(),
                        "a",
                        claude,
                        END,
                        new Block.Thinking(),
                        item,
                        END,
                        new Block.Text(),
                        "t",
                        google,
                        END,
                        new Block.ToolCall("a", "f", false, google),
                        END,
                        StopReason.END)
                .path("message");
        assertThat(message.at("/thinking_blocks/0")).isEqualTo(claude.raw().get(0));
        assertThat(Envelope.open(message.at("/thinking_blocks/1/signature").asText()))
                .isEqualTo(item);
        assertThat(message.at("/extra_content/google/thought_signature").asText())
                .isEqualTo("G");
        assertThat(message.at("/tool_calls/0/extra_content/google/thought_signature")
                        .asText())
                .isEqualTo("G");
        assertThat(Chats.encoded(
                        answer(new Block.Thinking(), "a", claude, END, StopReason.END),
                        Chats.frame("{}", ThinkingShown.NONE)))
                .doesNotContain("thinking_blocks", "\"a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "END,stop",
        "STOP_SEQUENCE,stop",
        "PAUSED,stop",
        "TOOL_USE,stop",
        "MAX_TOKENS,length",
        "CONTEXT_FULL,length",
        "FILTERED,content_filter",
    })
    void reasons(StopReason reason, String word) {
        assertThat(choice(PLAIN, new Block.Text(), "x", END, reason)
                        .path("finish_reason")
                        .asText())
                .isEqualTo(reason == StopReason.TOOL_USE ? "stop" : word);
        String withCall =
                choice(PLAIN, call("a"), END, reason).path("finish_reason").asText();
        assertThat(withCall).isEqualTo(word.equals("stop") ? "tool_calls" : word);
    }

    @Test
    void refusals() {
        ChatEvent why = new ChatEvent.Stopped(0, StopReason.FILTERED, "refusal", null, "Because.");
        assertThat(choice(PLAIN, why).path("message"))
                .isEqualTo(Chats.json("{'role':'assistant','content':null,'refusal':'Because.'}"));
        assertThat(choice(PLAIN, new Block.Refused(), "No.", END, why)
                        .at("/message/refusal")
                        .asText())
                .isEqualTo("No.");
        assertThat(choice(PLAIN, StopReason.FILTERED).at("/message/content").asText("null"))
                .isEmpty();
    }

    @Test
    void images() {
        JsonNode choice = choice(PLAIN, new Block.Image(new Media.Inline("image/png", "AA==")), END, StopReason.END);
        assertThat(choice.at("/message/images/0/image_url/url").asText()).isEqualTo("data:image/png;base64,AA==");
    }

    @Test
    void probabilities() {
        List<ChatEvent> events = answer(
                new Block.Text(),
                new ChatEvent.Delta(0, "a", Chats.json("[{'token':'a','logprob':-1}]")),
                new ChatEvent.Delta(0, "b", Chats.json("[{'token':'b','logprob':-2}]")),
                END,
                StopReason.END);
        assertThat(Chats.whole(events, PLAIN).at("/choices/0/logprobs"))
                .isEqualTo(Chats.json(
                        "{'content':[{'token':'a','logprob':-1},{'token':'b','logprob':-2}],'refusal':null}"));
        assertThat(Chats.encoded(events, PLAIN))
                .contains("\"logprobs\":{\"content\":[{\"token\":\"b\",\"logprob\":-2}]}");
    }

    @Test
    @DisplayName("golden 29: an answer that breaks off ends in an error, without [DONE]")
    void failure() {
        AnswerEncoder encoder = Chats.CHAT.encoder(PLAIN, new Losses());
        assertThat(text(encoder.failure(new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "cut"))))
                .isEqualTo("data: {\"error\":{\"message\":\"cut\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"upstream_stream_interrupted\"}}\n\n");
    }

    @Test
    @DisplayName("fault 1.11: nothing can be said behind the end, or of a block that is not open")
    void illegal() {
        List<ChatEvent> events = answer(new Block.Text(), "a", END, StopReason.END);
        events.add(new ChatEvent.Stopped(0, StopReason.END, null));
        assertThatIllegalStateException().isThrownBy(() -> Chats.encoded(events, PLAIN));
        assertThatIllegalStateException().isThrownBy(() -> Chats.encoded(List.of(new ChatEvent.Delta(0, "a")), PLAIN));
        assertThatIllegalStateException()
                .isThrownBy(() -> Chats.encoded(answer(new Block.Text(), END, new ChatEvent.Delta(0, "a")), PLAIN));
    }

    @Test
    @DisplayName("rule 5: nothing goes out before something is said; a ping is a comment")
    void quietStart() {
        AnswerEncoder encoder = Chats.CHAT.encoder(PLAIN, new Losses());
        List<String> sent = new ArrayList<>();
        for (ChatEvent event : List.of(
                new ChatEvent.Started(null, null),
                new ChatEvent.Ping(),
                new ChatEvent.Opened(0, 0, new Block.Text()),
                new ChatEvent.Reported(Usage.NONE),
                new ChatEvent.Unknown(Protocol.GEMINI, "x"))) {
            encoder.take(event, bytes -> sent.add(text(bytes)));
        }
        assertThat(sent).containsExactly(": ping\n\n");
        encoder.take(new ChatEvent.Delta(0, "a"), bytes -> sent.add(text(bytes)));
        assertThat(sent).hasSize(3).last().asString().contains("\"model\":\"asked\"");
    }
}
