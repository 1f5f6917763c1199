package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.golden.Expected;
import dev.mehari.golden.GoldenCase;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a messages request that is read and written is the same request")
class RoundTripTest {
    static Stream<GoldenCase> cases() {
        return GoldenCase.all().stream()
                .filter(c -> c.upstream().equals("anthropic-messages")
                        || c.upstream().equals("zai-anthropic"))
                .filter(c -> !c.inbound().equals("anthropic-messages")
                        && !c.inbound().endsWith("count-tokens"))
                .filter(c -> c.get("expected_upstream_request") != null);
    }

    private static Capabilities capabilities(GoldenCase golden, JsonNode request) {
        JsonNode own = golden.root()
                .at("/config/capabilities")
                .path(request.path("model").asText());
        Set<String> thinking = new HashSet<>();
        own.path("thinking").forEach(word -> thinking.add(word.asText()));
        Set<String> effort = new HashSet<>();
        own.path("effort").forEach(word -> effort.add(word.asText()));
        return Chats.model(
                true, thinking, effort, own.path("mid_conversation_system").asBoolean());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void same(GoldenCase golden) {
        JsonNode request = golden.root().path("expected_upstream_request");
        Losses losses = new Losses();
        AnthropicChat chat = new AnthropicChat();
        ChatRequest read = chat.read(request, false, losses);
        JsonNode written = chat.write(
                        read, new Aim(request.path("model").asText(), capabilities(golden, request), Set.of()), losses)
                .body();
        // A matcher of the case stands in the request as a text, and is compared as one.
        assertThat(new Expected().inRequest(request, written)).isEmpty();
        assertThat(Chats.words(losses)).isEqualTo(List.of());
        assertThat(Tree.bytes(chat.write(
                                chat.read(written, false, losses),
                                new Aim(request.path("model").asText(), capabilities(golden, request), Set.of()),
                                losses)
                        .body()))
                .isEqualTo(Tree.bytes(written));
    }
}
