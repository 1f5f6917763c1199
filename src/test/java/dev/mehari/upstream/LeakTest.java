package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeakTest {
    /** The secret is {@code sk-a secret+of/one=}. */
    @ParameterizedTest
    @CsvSource({
        "'Incorrect API key: sk-a secret+of/one=.',       true",
        "'key=sk-a+secret%2Bof%2Fone%3D&x=1',             true",
        "'Basic c2stYSBzZWNyZXQrb2Yvb25lPQ==',            true",
        "'Incorrect API key: sk-a...one=',                false",
        "'sk-another secret',                             false",
        "'',                                              false",
    })
    void findsTheSecretPlainlyAndEncoded(String words, boolean leaks) {
        assertThat(Leak.in(words, Samples.upstream("one"))).isEqualTo(leaks);
        assertThat(Leak.in(words.getBytes(StandardCharsets.UTF_8), Samples.upstream("one")))
                .isEqualTo(leaks);
    }

    /** What of a piece may go on as the secret in the next one. */
    @ParameterizedTest
    @CsvSource({
        "'x sk-a secret+of/one',  18",
        "'x sk-a secr',           9",
        "'x sk-a se',             0",
        "'sk-a secr',             9",
        "'x sk-a secret-of',      0",
        "'x sk-a secret+of/one=', 0",
    })
    void findsTheBeginningOfTheSecretAtTheEndOfAPiece(String piece, int held) {
        byte[] bytes = (piece + "garbage").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Leak.begun(bytes, piece.length(), Samples.upstream("one"))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"message\":\"no such key: sk-a secret+of\\/one=\"}',             true",
        "'{\"message\":\"no such key: \\u0073k-a secret\\u002bof/one=\"}',  true",
        "'{\"message\":\"no such key: sk-a secret\\u002dof/one=\"}',        false",
    })
    void findsTheSecretBehindTheEscapesOfJson(String words, boolean leaks) {
        assertThat(Leak.in(words.getBytes(StandardCharsets.UTF_8), Samples.upstream("one")))
                .isEqualTo(leaks);
    }
}
