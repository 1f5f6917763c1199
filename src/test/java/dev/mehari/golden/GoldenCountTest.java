package dev.mehari.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Capabilities;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.CountCodec;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.chat.Aim;
import dev.mehari.protocol.chat.ChatRequest;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Losses;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases of counts that one protocol asks and another answers, in process. All of them run over HTTP too. */
@DisplayName("golden cases of counts, in process")
class GoldenCountTest {
    private static final Map<String, CountCodec> CODECS = Map.of(
            "anthropic-count-tokens", new AnthropicCodec().counts(),
            "gemini-count-tokens", new GeminiCodec().counts(),
            "openai-responses-input-tokens", new ResponsesCodec().counts());

    private static CountCodec codec(String protocol) {
        CountCodec codec = CODECS.get(protocol);
        if (codec == null) {
            throw new IllegalArgumentException(protocol);
        }
        return codec;
    }

    static List<GoldenCase> cases() {
        return GoldenCase.all().stream()
                .filter(c -> CODECS.containsKey(c.inbound()) && CODECS.containsKey(c.upstream()))
                .filter(c -> !c.inbound().equals(c.upstream()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void question(GoldenCase golden) {
        Losses losses = new Losses();
        JsonNode body = golden.root().path("client_request");
        JsonNode expected = golden.get("expected_upstream_request");
        if (expected == null) {
            assertThatThrownBy(() -> codec(golden.inbound()).read(body, losses)).isInstanceOf(Refusal.class);
            return;
        }
        ChatRequest prompt = codec(golden.inbound()).read(body, losses);
        String model = GoldenCases.model(golden);
        Capabilities capabilities = GoldenModels.of(golden.upstream(), model).counting();
        JsonNode sent = codec(golden.upstream()).write(prompt, new Aim(model, capabilities, Set.of()), losses);

        assertThat(new Expected().inRequest(expected, sent)).isEmpty();
        List<String> warnings = new ArrayList<>();
        golden.root().path("expected_warnings").forEach(w -> warnings.add(w.textValue()));
        assertThat(losses.all().stream().map(Loss::toString).toList()).isEqualTo(warnings);
    }

    static List<GoldenCase> answered() {
        return cases().stream()
                .filter(c -> c.root().path("upstream_response").isObject())
                .filter(c -> !c.root().path("upstream_response").has("$status"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answered")
    void answer(GoldenCase golden) throws IOException {
        long tokens =
                codec(golden.upstream()).readReply(Tree.bytes(golden.root().path("upstream_response")));
        JsonNode said = Tree.read(codec(golden.inbound()).reply(tokens));
        assertThat(new Expected().inAnswer(golden.root().path("expected_client_response"), said))
                .isEmpty();
    }
}
