package dev.mehari.protocol.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the golden cases of vectors do not look at. */
class EmbeddingTranslationTest {
    private static final EmbeddingCodec OPENAI = Objects.requireNonNull(new OpenAiCodec().embeddings());
    private static final EmbeddingCodec GEMINI = Objects.requireNonNull(new GeminiCodec().embeddings());

    private static EmbeddingTranslation of(EmbeddingCodec upstream, String input) {
        byte[] body = Pieces.bytes("{\"model\":\"m\",\"input\":" + input + "}");
        return new EmbeddingTranslation(
                OPENAI, upstream, upstream.equals(OPENAI), OPENAI.check(body, null, false), "m");
    }

    @Test
    void whereItGoesAndAsWhat() {
        assertThat(of(OPENAI, "\"a\"").path()).isEqualTo("/embeddings");
        assertThat(of(GEMINI, "\"a\"").path()).isEqualTo("/v1beta/models/m:batchEmbedContents");
        assertThat(of(OPENAI, "\"a\"").passes()).isTrue();
        assertThat(of(GEMINI, "\"a\"").passes()).isFalse();
    }

    @Test
    @DisplayName("what is counted where the upstream reports nothing: its texts, and nothing of what only it can read")
    void texts() {
        assertThat(of(OPENAI, "[\"a\",\"b\"]").texts()).containsExactly("a", "b");
        assertThat(of(GEMINI, "[\"a\",\"b\"]").texts()).containsExactly("a", "b");
        assertThat(of(OPENAI, "[[1,2]]").texts()).isEmpty();
    }
}
