package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialsTest {
    @ParameterizedTest
    @CsvSource({
        "authorization,   'Bearer pk_a',    pk_a",
        "authorization,   'bearer pk_a',    pk_a",
        "authorization,   'BEARER   pk_a ', pk_a",
        "authorization,   'Basic pk_a',     ",
        "authorization,   'pk_a',           ",
        "authorization,   'Bearer ',        ''",
        "x-api-key,       ' pk_a ',         pk_a",
        "x-goog-api-key,  pk_a,             pk_a",
        "api-key,         pk_a,             pk_a",
        "cookie,          'key=pk_a',       ",
    })
    void headers(String name, String value, @Nullable String key) {
        assertThat(Credentials.of(Inbounds.with(Map.of(name, value), null))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "key=pk_a,          pk_a",
        "alt=sse&key=pk_a,  pk_a",
        "api_key=pk_a,      pk_a",
        "key=pk%5Fa,        pk_a",
        "monkey=pk_a,       ",
        "key,               ",
        "KEY=pk_a,          ",
    })
    void theQuery(String query, @Nullable String key) {
        assertThat(Credentials.of(Inbounds.with(Map.of(), query))).isEqualTo(key);
    }

    @Test
    void ofSeveralTheProtocolsOwnHeaderCounts() {
        Map<String, String> headers = new HashMap<>(Map.of("authorization", "Bearer pk_bearer"));
        assertThat(Credentials.of(Inbounds.with(headers, "key=pk_query"))).isEqualTo("pk_bearer");

        headers.put("x-goog-api-key", "pk_google");
        assertThat(Credentials.of(Inbounds.with(headers, "key=pk_query"))).isEqualTo("pk_google");

        headers.put("x-api-key", "pk_anthropic");
        assertThat(Credentials.of(Inbounds.with(headers, null))).isEqualTo("pk_anthropic");

        headers.put("x-api-key", " ");
        assertThat(Credentials.of(Inbounds.with(headers, null))).isEqualTo("pk_google");
    }

    @Test
    void aUsersPasswordIsNoKey() {
        assertThat(Credentials.basic(Inbounds.with(Map.of("authorization", "bAsic YTpi"), null)))
                .isTrue();
        assertThat(Credentials.basic(Inbounds.with(Map.of("authorization", "Bearer pk_a"), null)))
                .isFalse();
        assertThat(Credentials.basic(Inbounds.with(Map.of(), null))).isFalse();
    }
}
