package dev.mehari.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mehari.call.Protocol;
import dev.mehari.protocol.chat.Block;
import dev.mehari.protocol.chat.Carrier;
import dev.mehari.protocol.chat.ChatEvent;
import dev.mehari.protocol.chat.Envelope;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.StopReason;
import dev.mehari.protocol.chat.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("items of ours are known again when a caller sends them back")
class MintedTest {
    private static final List<ChatEvent> ANSWER = List.of(
            new ChatEvent.Started("up", "m"),
            new ChatEvent.Opened(0, 0, new Block.Thinking()),
            new ChatEvent.Delta(0, "hm"),
            new ChatEvent.Closed(0),
            new ChatEvent.Opened(1, 0, new Block.Text()),
            new ChatEvent.Delta(1, "Hi"),
            new ChatEvent.Closed(1),
            new ChatEvent.Opened(2, 0, new Block.ToolCall("c", "f", false, null)),
            new ChatEvent.Delta(2, "{}"),
            new ChatEvent.Closed(2),
            new ChatEvent.Stopped(0, StopReason.TOOL_USE, null));

    @Test
    void everyItemBearsTheMark() {
        for (JsonNode answer : List.of(
                Chats.collected(ANSWER, Chats.frame("{}")),
                StrictStream.assemble(Chats.encoded(ANSWER, Chats.frame("{}"))))) {
            List<String> types = new ArrayList<>();
            answer.path("output").forEach(item -> {
                types.add(item.path("type").asText());
                assertThat(item.path("id").asText())
                        .satisfies(id -> assertThat(Minted.is(id)).isTrue());
            });
            assertThat(types).containsExactly("reasoning", "message", "function_call");
        }
    }

    @Test
    @DisplayName("thinking of ours goes to no server of Responses, which would look for it among what it keeps")
    void thinkingOfOurs() {
        JsonNode output = Chats.collected(ANSWER, Chats.frame("{}")).path("output");
        Losses losses = new Losses();

        JsonNode sent = returned(output, losses);

        assertThat(sent.path("input").findValuesAsText("type"))
                .startsWith("message")
                .doesNotContain("reasoning");
        assertThat(sent.path("input")).hasSize(2);
        assertThat(Chats.words(losses)).containsExactly("input[0]:dropped");
    }

    @Test
    @DisplayName("thinking that another provider sealed is taken out whatever its id is")
    void sealedElsewhere() {
        String sealed = Envelope.text(new Carrier(Protocol.GEMINI, TextNode.valueOf("S")));
        JsonNode input = Chats.json("[{'type':'reasoning','id':'rs_7','encrypted_content':'" + sealed + "'},"
                + "{'type':'message','role':'user','content':'Hi'}]");
        Losses losses = new Losses();

        assertThat(returned(input, losses).path("input")).containsExactly(input.get(1));
        assertThat(Chats.words(losses)).containsExactly("input[0]:dropped");
    }

    private static JsonNode returned(JsonNode input, Losses losses) {
        byte[] body = Tree.bytes(Tree.object().set("input", input));
        return Chats.json(
                new String(Chats.CHAT.returned(body, Chats.aim(), losses), java.nio.charset.StandardCharsets.UTF_8));
    }
}
