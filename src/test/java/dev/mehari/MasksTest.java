package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer SECRET/1",
                "authorization: Token SECRET/1",
                "http-outgoing-0 >> \"Authorization: Basic SECRET/1[\\r][\\n]\"",
                "{\"authorization\":\"Token SECRET/1\"}",
                "headers={x-api-key=SECRET/1, host=localhost}",
                "X-Goog-Api-Key: SECRET/1",
                "Cookie: a=b; session=SECRET/1",
                "Cookies: Parsing b[]: a=b; session=SECRET/1",
                "Proxy-Authorization: Basic SECRET/1",
                "POST /v1/messages?beta=true&key=SECRET/1 HTTP/1.1",
                "Start processing with input [key=SECRET/1]",
                "GET /v1/models?api_key=SECRET/1",
            })
    void masksWhatStandsWhereSecretsStand(String line) {
        assertThat(Masks.apply(line)).doesNotContain("SECRET").contains("***");
    }

    @Test
    void masksAValueWhole() {
        Masks.add("masks-test-one");
        Masks.add("masks-test-one-and-more");

        assertThat(Masks.apply("x masks-test-one-and-more y")).isEqualTo("x *** y");
        assertThat(Masks.apply("x bWFza3MtdGVzdC1vbmU y")).isEqualTo("x *** y");
    }

    @Test
    void leavesTheRestAlone() {
        assertThat(Masks.apply("monkey=1, keyword=2, the key of x")).isEqualTo("monkey=1, keyword=2, the key of x");
    }
}
