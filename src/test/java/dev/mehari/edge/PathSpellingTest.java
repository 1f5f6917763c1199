package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathSpellingTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,      /v1/chat/completions",
        "//v1//chat/completions,    /v1/chat/completions",
        "/v1/chat/completions/,     /v1/chat/completions",
        "/v1/v1/chat/completions,   /v1/chat/completions",
        "/v1/v1/v1/messages,        /v1/messages",
        "/chat/completions,         /v1/chat/completions",
        "/messages,                 /v1/messages",
        "/models,                   /v1/models",
        "/health,                   /health",
        "/v1beta/models/a%2Fb:generateContent, /v1beta/models/a%2Fb:generateContent",
        "/v1beta/models/a/b:generateContent,   /v1beta/models/a/b:generateContent",
        "/v1beta/models/chat:generateContent,  /v1beta/models/chat:generateContent",
        "/api/admin/keys,           /api/admin/keys",
        "/,                         /",
        "'',                        /",
    })
    void firstContactSpellingsBecomeOne(String raw, String path) {
        assertThat(PathSpelling.normalise(raw)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../admin",
                "/v1/./models",
                "/v1/%2e%2e/admin",
                "/v1/%2E./admin",
                "/v1/models/a%2F..%2Fb",
                "/v1/models/..%5Ca",
                "/v1/models/a%00",
                "/v1/models/a%0d%0ab",
                "/v1/models/a%7f",
                "/v1/models/%zz",
                "/v1/models/%2",
                "/v1/models/%",
                "/v1/models/%ff%fe",
            })
    void whatClimbsOrCannotBeReadIsRefused(String raw) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> PathSpelling.normalise(raw));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"a%20b, a b", "a+b, a+b", "%E2%82%AC, €", "a%2Fb, a/b", "%41%4a, AJ"})
    void decodesPercentsAndLeavesPlusAlone(String text, String plain) {
        assertThat(PathSpelling.decode(text)).isEqualTo(plain);
    }
}
