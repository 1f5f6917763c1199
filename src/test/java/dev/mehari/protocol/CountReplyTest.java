package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountReplyTest {
    @Test
    void counts() {
        assertThat(CountReply.read(Pieces.bytes("{\"a\":9,\"n\":7,\"error\":null}"), "n"))
                .isEqualTo(7);
        assertThat(CountReply.read(Pieces.bytes("{\"n\":0}"), "n")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"n":7,"error":{"message":"no"}}  | UPSTREAM_ERROR
            {"error":"no"}                    | UPSTREAM_ERROR
            {"message":"no"}                  | UPSTREAM_ERROR
            {"m":7}                           | UPSTREAM_INVALID_REPLY
            {"n":"7"}                         | UPSTREAM_INVALID_REPLY
            [7]                               | UPSTREAM_INVALID_REPLY
            """)
    void isNone(String body, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> CountReply.read(Pieces.bytes(body), "n"))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
