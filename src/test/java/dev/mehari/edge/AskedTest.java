package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.ThinkingShown;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTest {
    private static Asked asked(Protocol protocol, @Nullable ThinkingShown byPath) {
        return new Asked(protocol, Operation.CHAT, null, false, true, byPath);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    -,     -,        -
                    FIELD, -,        FIELD
                    FIELD, tags,     TAGS
                    -,     ' None ', NONE
                    -,     FIELD,    FIELD
                    """)
    void aHeaderStandsAboveThePath(
            @Nullable ThinkingShown path, @Nullable String header, @Nullable ThinkingShown shown) {
        assertThat(asked(Protocol.OPENAI_CHAT, path).thinking(header)).isEqualTo(shown);
    }

    @Test
    void anotherWordIsRefusedByTheHeadersName() {
        assertThatThrownBy(() -> asked(Protocol.OPENAI_CHAT, null).thinking("raw"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(refusal.param()).isEqualTo("x-thinking");
                    assertThat(refusal.text()).contains("x-thinking", "field", "tags", "none");
                });
        assertThat(asked(Protocol.GEMINI, null).thinking("raw")).isNull();
    }
}
