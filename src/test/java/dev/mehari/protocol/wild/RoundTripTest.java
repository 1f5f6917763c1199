package dev.mehari.protocol.wild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mehari.call.Protocol;
import dev.mehari.golden.Expected;
import dev.mehari.protocol.Parsed;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatCodec;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("what a request says in another protocol is what it said, where nothing is lost")
class RoundTripTest {
    private static final int RUNS = 300;
    private static final Aim AIM = new Aim("m", Through.ABLE, Set.of());

    /** @param stream whether one is asked for, which Gemini says in the path */
    private static ObjectNode written(Protocol to, Protocol from, JsonNode request, boolean stream, Losses losses) {
        ChatCodec reader = Caller.codec(from).chat();
        return Caller.codec(to)
                .chat()
                .write(reader.read(request, stream, losses), AIM, losses)
                .body();
    }

    /** OpenAI's two protocols disagree on what holds when nothing is said, so that what one leaves out the other says. */
    private static JsonNode plain(ObjectNode body) {
        JsonNode plain = Parsed.json(Tree.text(body).replace(",\"detail\":\"auto\"", ""));
        ((ObjectNode) plain).remove("store");
        plain.path("tools").forEach(tool -> {
            for (JsonNode owner : List.of(tool, tool.path("function"))) {
                if (owner instanceof ObjectNode object && !object.path("strict").asBoolean()) {
                    object.remove("strict");
                }
            }
        });
        return plain;
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = EnumSource.Mode.EXCLUDE, names = "OPENAI_COMPLETIONS")
    @DisplayName("read and written again it is the same, and once more the same bytes")
    void own(Protocol protocol) {
        Runs.of(RUNS, (number, random) -> {
            Talk talk = Talk.random(random);
            ObjectNode request = Asker.ask(protocol, talk);
            Losses losses = new Losses();
            JsonNode once = written(protocol, protocol, request, talk.stream(), losses);
            assertThat(losses.all()).as(request.toString()).isEmpty();
            assertThat(new Expected().inRequest(request, once))
                    .as(request.toString())
                    .isEmpty();
            JsonNode twice = written(protocol, protocol, once, talk.stream(), losses);
            assertThat(Tree.text(twice)).isEqualTo(Tree.text(once));
        });
    }

    static List<Runs.Pair> pairs() {
        return Asker.CHATS.stream()
                .flatMap(one ->
                        Asker.CHATS.stream().filter(other -> other != one).map(other -> new Runs.Pair(one, other)))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    @DisplayName("there and back again it is the same")
    void back(Runs.Pair pair) {
        Runs.of(RUNS, (number, random) -> {
            Talk talk = Talk.random(random);
            ObjectNode request = Asker.ask(pair.caller(), talk);
            Losses losses = new Losses();
            JsonNode there = written(pair.upstream(), pair.caller(), request, talk.stream(), losses);
            ObjectNode back = written(pair.caller(), pair.upstream(), there, talk.stream(), losses);
            assertThat(losses.all()).as(request + "\n" + there).isEmpty();
            assertThat(new Expected().inRequest(plain(request), plain(back)))
                    .as(request + "\n" + there + "\n" + back)
                    .isEmpty();
        });
    }
}
