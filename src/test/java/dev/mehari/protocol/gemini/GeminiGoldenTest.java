package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.golden.Expected;
import dev.mehari.golden.GoldenCase;
import dev.mehari.golden.GoldenCases;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.Answer;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Frame;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the cases say of Gemini, read and written again: where nothing is lost it stays what it is. */
class GeminiGoldenTest {
    private final GeminiChat codec = new GeminiChat();

    static Stream<GoldenCase> upstream() {
        return GoldenCase.all().stream()
                .filter(GoldenCases::conversation)
                .filter(c -> Set.of("gemini-generate", "gemini-stream").contains(c.upstream()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstream")
    void request(GoldenCase golden) {
        JsonNode sent = golden.root().path("expected_upstream_request");
        Losses losses = new Losses();
        ChatRequest request = codec.read(sent, false, losses);
        Capabilities capabilities =
                new Capabilities(true, Set.of("level"), Set.of(), false, true, true, true, true, true, 0, 0);
        JsonNode written = codec.write(request, new Aim("m", capabilities, Set.of()), losses)
                .body();
        assertThat(new Expected().inRequest(sent, written)).isEmpty();
        assertThat(losses.all().stream().filter(loss -> !loss.at().contains("thoughtSignature")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstream")
    void answer(GoldenCase golden) throws IOException {
        JsonNode reply = golden.get("upstream_response");
        if (reply == null || reply.has("$status") || reply.has("promptFeedback")) {
            return;
        }
        Answer answer = new Answer();
        codec.decoder(
                        new Aim(
                                "m",
                                new Capabilities(true, Set.of(), Set.of(), false, true, true, true, true, true, 0, 0),
                                Set.of()),
                        new Losses())
                .whole(reply, answer);
        Frame frame = new Frame(() -> "g-resp-1", "req", 0, "m", reply, true, true, 1);
        JsonNode written = Tree.read(codec.encoder(frame, new Losses()).whole(answer));
        String text = Tree.text(reply)
                .replace("{\"text\":\"Let me \"},{\"text\":\"check.\"}", "{\"text\":\"Let me check.\"}")
                .replace("\"name\":\"get_weather\"}", "\"name\":\"get_weather\",\"args\":{}}")
                .replaceAll(",\"avgLogprobs\":[-0-9.]+|,\"tokenId\":\\d+", "");
        assertThat(new Expected().inAnswer(Chats.json(text), written)).isEmpty();
    }
}
