package dev.mehari.protocol.gemini;

import static dev.mehari.protocol.gemini.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Media;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyEncoderTest {
    private final List<ChatEvent> events = new ArrayList<>(List.of(new ChatEvent.Started("up", "model-1")));
    private int blocks;

    private static Frame frame(boolean eventStream) {
        return new Frame(() -> "id", "req", 0, "asked", Tree.object(), true, eventStream, 1);
    }

    private ReplyEncoderTest says(Block block, String... deltas) {
        int index = blocks++;
        events.add(new ChatEvent.Opened(index, 0, block));
        for (String delta : deltas) {
            events.add(new ChatEvent.Delta(index, delta));
        }
        events.add(new ChatEvent.Closed(index));
        return this;
    }

    private ReplyEncoderTest thinks(String text, @Nullable String signature) {
        says(new Block.Thinking(), text);
        if (signature != null) {
            int last = blocks - 1;
            events.add(events.size() - 1, new ChatEvent.Signed(last, Chats.anthropic()));
        }
        return this;
    }

    private ReplyEncoderTest calls(String id, String... arguments) {
        return says(new Block.ToolCall(id, "f", false, null), arguments);
    }

    private ReplyEncoderTest stops(StopReason reason) {
        events.add(new ChatEvent.Reported(new Usage(7, 5, 2, 3, 31, 9)));
        events.add(new ChatEvent.Stopped(0, reason, null));
        return this;
    }

    private String stream(boolean eventStream) {
        ReplyEncoder writer = new ReplyEncoder(frame(eventStream), new Losses());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        events.forEach(event -> writer.take(event, out::writeBytes));
        writer.end(out::writeBytes);
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<JsonNode> chunks() {
        List<JsonNode> out = new ArrayList<>();
        for (String event : stream(true).split("\n\n", -1)) {
            if (!event.isEmpty()) {
                assertThat(event).startsWith("data: ");
                out.add(json(event.substring(6)));
            }
        }
        return out;
    }

    private JsonNode whole() throws IOException {
        Answer answer = new Answer();
        events.forEach(answer);
        return Tree.read(new ReplyEncoder(frame(true), new Losses()).whole(answer));
    }

    private static String parts(JsonNode response) {
        return Tree.text(response.at("/candidates/0/content/parts")).replace('"', '\'');
    }

    private static String call(String id, String args) {
        return "{'functionCall':{'id':'" + id + "','name':'f','args':" + args + "}}";
    }

    @Test
    @DisplayName("golden 65: texts as they come, calls whole in the last response, with usage")
    void stream() throws IOException {
        says(new Block.Text(), "Let me ", "check.");
        calls("a", "{\"city\":", "\"Paris\"}").calls("b").stops(StopReason.TOOL_USE);
        List<JsonNode> chunks = chunks();
        assertThat(chunks.stream().map(ReplyEncoderTest::parts))
                .containsExactly(
                        "[{'text':'Let me '}]",
                        "[{'text':'check.'}]",
                        "[" + call("a", "{'city':'Paris'}") + "," + call("b", "{}") + "]");
        assertThat(Tree.text(chunks.getFirst()).replace('"', '\''))
                .isEqualTo("{'candidates':[{'content':{'parts':[{'text':'Let me '}],'role':'model'},'index':0}],"
                        + "'modelVersion':'model-1','responseId':'id'}");
        String usage = "'usageMetadata':{'promptTokenCount':17,'candidatesTokenCount':31,"
                + "'cachedContentTokenCount':5,'thoughtsTokenCount':9,'totalTokenCount':57}";
        assertThat(Tree.text(chunks.getLast()).replace('"', '\''))
                .contains("'finishReason':'STOP'")
                .contains(usage);
        JsonNode whole = whole();
        assertThat(parts(whole))
                .isEqualTo("[{'text':'Let me check.'}," + call("a", "{'city':'Paris'}") + "," + call("b", "{}") + "]");
        assertThat(Tree.text(whole).replace('"', '\'')).contains(usage);
    }

    @Test
    @DisplayName("fault 1.7: overlapping calls keep their own arguments")
    void overlapping() {
        Block.ToolCall a = new Block.ToolCall("a", "f", false, null);
        Block.ToolCall b = new Block.ToolCall("b", "f", false, null);
        events.addAll(List.of(
                new ChatEvent.Opened(0, 0, a),
                new ChatEvent.Delta(0, "{\"x\":"),
                new ChatEvent.Opened(1, 0, b),
                new ChatEvent.Delta(1, "{\"y\":"),
                new ChatEvent.Delta(0, "1}"),
                new ChatEvent.Delta(1, "2}"),
                new ChatEvent.Closed(1),
                new ChatEvent.Closed(0),
                new ChatEvent.Stopped(0, StopReason.TOOL_USE, null)));
        assertThat(parts(chunks().getLast())).isEqualTo("[" + call("a", "{'x':1}") + "," + call("b", "{'y':2}") + "]");
    }

    @Test
    @DisplayName("goldens 67 and 68: a foreign signature travels on the first call behind it, else on what comes last")
    void signatures() throws IOException {
        String sealed = "'thoughtSignature':'" + Envelope.base64(Chats.anthropic()) + "'";
        thinks("T", "s").says(new Block.Text(), "t");
        calls("a", "{}").calls("b", "{}").stops(StopReason.TOOL_USE);
        String first = "{'functionCall':{'id':'a','name':'f','args':{}}," + sealed + "}";
        assertThat(parts(chunks().getLast())).isEqualTo("[" + first + "," + call("b", "{}") + "]");
        assertThat(parts(whole()))
                .isEqualTo("[{'text':'T','thought':true},{'text':'t'}," + first + "," + call("b", "{}") + "]");
    }

    @Test
    void signaturesWithoutCalls() throws IOException {
        String sealed = "'thoughtSignature':'" + Envelope.base64(Chats.anthropic()) + "'";
        thinks("T", "s").says(new Block.Text(), "t").stops(StopReason.END);
        assertThat(parts(chunks().getLast())).isEqualTo("[{'text':''," + sealed + "}]");
        assertThat(parts(whole())).isEqualTo("[{'text':'T','thought':true},{'text':'t'," + sealed + "}]");
    }

    @Test
    @DisplayName("fault 1.16: several thoughts with a signature each come back in their places")
    void severalSignatures() throws IOException {
        thinks("T1", "s").says(new Block.Text(), "t");
        thinks("T2", "s");
        says(new Block.ToolCall("a", "f", false, Chats.carrier("own")), "{}").stops(StopReason.TOOL_USE);
        JsonNode answer = whole();
        JsonNode history = json("{'contents':[]}");
        ((ArrayNode) history.get("contents")).add(answer.at("/candidates/0/content"));
        var parts = new GeminiChat()
                .read(history, false, new Losses())
                .turns()
                .getFirst()
                .parts();
        assertThat(parts.toString())
                .matches(".*Thinking\\[text=T1, carrier=Carrier.*Text\\[text=t,.*Thinking\\[text=T2, carrier=Carrier.*"
                        + "ToolCall\\[id=a, .*raw=\"own\"].*");
        assertThat(parts).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "END,STOP",
        "STOP_SEQUENCE,STOP",
        "TOOL_USE,STOP",
        "PAUSED,STOP",
        "MAX_TOKENS,MAX_TOKENS",
        "CONTEXT_FULL,MAX_TOKENS",
        "FILTERED,SAFETY",
    })
    void stopReasons(StopReason reason, String expected) throws IOException {
        stops(reason);
        assertThat(chunks()).hasSize(1);
        assertThat(parts(chunks().getFirst())).isEqualTo("[{'text':''}]");
        assertThat(chunks().getFirst().at("/candidates/0/finishReason").asText())
                .isEqualTo(expected);
        assertThat(whole().at("/candidates/0/finishReason").asText()).isEqualTo(expected);
    }

    @Test
    void refused() throws IOException {
        says(new Block.Refused(), "No.");
        events.add(new ChatEvent.Stopped(0, StopReason.FILTERED, "RECITATION", null, "because"));
        assertThat(parts(whole())).isEqualTo("[{'text':'No.'}]");
        assertThat(Tree.text(whole())).contains("\"finishReason\":\"RECITATION\",\"finishMessage\":\"because\"");
        assertThat(whole().has("usageMetadata")).isFalse();
    }

    @Test
    @DisplayName("golden 50: several answers, each with its index, and probabilities")
    void choices() throws IOException {
        JsonNode logprobs = json("[{'token':'a','logprob':-0.1,'top_logprobs':[{'token':'b','logprob':-2}]}]");
        events.addAll(List.of(
                new ChatEvent.Opened(0, 0, new Block.Text()),
                new ChatEvent.Opened(1, 1, new Block.Text()),
                new ChatEvent.Delta(1, "no"),
                new ChatEvent.Delta(0, "a", logprobs),
                new ChatEvent.Closed(0),
                new ChatEvent.Closed(1),
                new ChatEvent.Stopped(1, StopReason.MAX_TOKENS, null),
                new ChatEvent.Stopped(0, StopReason.END, null)));
        String probabilities = "'logprobsResult':{'topCandidates':[{'candidates':[{'token':'b','logProbability':-2}]}],"
                + "'chosenCandidates':[{'token':'a','logProbability':-0.1}]}";
        assertThat(stream(true).replace('"', '\'')).containsOnlyOnce(probabilities);
        assertThat(chunks().getLast().at("/candidates/1/finishReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(chunks().getFirst().at("/candidates/0/index").asInt()).isEqualTo(1);
        assertThat(Tree.text(whole()).replace('"', '\'')).containsOnlyOnce(probabilities);
        assertThat(whole().at("/candidates/1/content/parts/0/text").asText()).isEqualTo("no");
    }

    @Test
    void otherParts() {
        says(new Block.Image(new Media.Inline("image/png", "AA==")));
        says(new Block.Foreign(Protocol.GEMINI, "executableCode", json("{'executableCode':{}}")));
        says(new Block.Foreign(Protocol.ANTHROPIC_MESSAGES, "x", json("{}")));
        says(new Block.ToolCall("a", "f", true, null), "*** A");
        calls("b", "{\"cut").stops(StopReason.TOOL_USE);
        assertThat(chunks().stream().map(ReplyEncoderTest::parts))
                .containsExactly(
                        "[{'inlineData':{'mimeType':'image/png','data':'AA=='}}]",
                        "[{'executableCode':{}}]",
                        "[" + call("a", "{'input':'*** A'}") + "," + call("b", "{}") + "]");
    }

    @Test
    void array() throws IOException {
        says(new Block.Text(), "a", "b").stops(StopReason.END);
        JsonNode array = json(stream(false));
        assertThat(array.isArray()).isTrue();
        assertThat(array).hasSize(3).containsExactlyElementsOf(chunks());
        ReplyEncoder failing = new ReplyEncoder(frame(false), new Losses());
        byte[] failed = failing.failure(new Refusal(ErrorKind.UPSTREAM_ERROR, "x"));
        assertThat(Tree.read(failed).at("/0/error/code").asInt()).isEqualTo(502);
    }

    @Test
    void failure() {
        ReplyEncoder writer = new ReplyEncoder(frame(true), new Losses());
        byte[] sent = writer.failure(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "busy"));
        assertThat(new String(sent, StandardCharsets.UTF_8))
                .isEqualTo("data: {\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}\n\n");
        assertThatIllegalStateException().isThrownBy(() -> writer.take(new ChatEvent.Ping(), bytes -> {}));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new ReplyEncoder(frame(true), new Losses()).take(new ChatEvent.Delta(0, "a"), bytes -> {}));
    }
}
