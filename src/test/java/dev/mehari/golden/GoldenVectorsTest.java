package dev.mehari.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.chat.Loss;
import dev.mehari.protocol.chat.Tree;
import dev.mehari.protocol.embedding.EmbeddingTranslation;
import dev.mehari.protocol.embedding.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases of vectors. All of them run over HTTP too. */
@DisplayName("golden cases of vectors, in process")
class GoldenVectorsTest {
    static List<GoldenCase> cases() {
        return GoldenCase.all().stream()
                .filter(VectorPair::knows)
                // Who has no vectors is not asked: that is decided before anything is translated.
                .filter(VectorPair::asked)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void vectors(GoldenCase golden) throws IOException {
        JsonNode expected = golden.root().path("expected_client_response");
        JsonNode request = golden.get("expected_upstream_request");
        if (request == null) {
            assertThatThrownBy(() -> VectorPair.translation(golden))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> refused(golden, expected, refusal));
            return;
        }
        EmbeddingTranslation translation = VectorPair.translation(golden);
        assertThat(new Expected().inRequest(request, Tree.read(translation.body())))
                .as(golden.toString())
                .isEmpty();
        JsonNode path = golden.get("expected_upstream_path");
        if (path != null) {
            assertThat(path.textValue()).endsWith(translation.path());
        }
        JsonNode reply = golden.root().path("upstream_response");
        if (!reply.has("$status")) {
            answer(golden, translation, Tree.bytes(reply), expected);
        }
        List<String> warnings = new ArrayList<>();
        golden.root().path("expected_warnings").forEach(warning -> warnings.add(warning.textValue()));
        List<String> lost = translation.losses().stream().map(Loss::toString).toList();
        assertThat(lost).containsAll(warnings);
        if (golden.root().path("nothing_else_lost").asBoolean()) {
            assertThat(lost).hasSameSizeAs(warnings);
        }
    }

    private static void refused(GoldenCase golden, JsonNode expected, Refusal refusal) {
        Codec caller = VectorPair.side(golden.inbound());
        assertThat(caller.status(refusal)).isEqualTo(expected.path("$status").asInt());
        JsonNode body = Tree.parse(new String(caller.error(refusal, "req_1"), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(new Expected().inAnswer(expected.path("$body"), Objects.requireNonNull(body)))
                .as(golden.toString())
                .isEmpty();
    }

    private static byte[] answered(EmbeddingTranslation translation, byte[] reply) {
        Vectors vectors = translation.read(reply);
        Usage usage = vectors.usage();
        return translation.answer(reply, vectors, usage == null ? 7 : usage.total());
    }

    private static void answer(GoldenCase golden, EmbeddingTranslation translation, byte[] reply, JsonNode expected)
            throws IOException {
        if (expected.has("$status")) {
            assertThatThrownBy(() -> translation.answer(reply, translation.read(reply), 7))
                    .isInstanceOf(Refusal.class);
            return;
        }
        byte[] answer = answered(translation, reply);
        assertThat(new Expected().inAnswer(expected, Tree.read(answer)))
                .as(golden.toString())
                .isEmpty();
    }
}
