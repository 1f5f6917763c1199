package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeminiPathTest {
    @ParameterizedTest
    @CsvSource({
        // path below /v1beta/models,          query,          model,         stream, events
        "gemini-3:generateContent,             ,               gemini-3,      false,  false",
        "gemini-3:streamGenerateContent,       ,               gemini-3,      true,   false",
        "gemini-3:streamGenerateContent,       alt=sse,        gemini-3,      true,   true",
        "gemini-3:streamGenerateContent,       key=a&alt=sse,  gemini-3,      true,   true",
        "gemini-3:streamGenerateContent,       alt=json,       gemini-3,      true,   false",
        "gemini-3:generateContent,             alt=sse,        gemini-3,      false,  false",
        "demo/a:generateContent,               ,               demo/a,        false,  false",
        "demo%2Fa:generateContent,             ,               demo/a,        false,  false",
        "demo/llama:8b:generateContent,        ,               demo/llama:8b, false,  false",
        "demo%2Fllama%3A8b:generateContent,    ,               demo/llama:8b, false,  false",
        "models/gemini-3:generateContent,      ,               gemini-3,      false,  false",
    })
    void theModelAndWhatIsAsked(String path, @Nullable String query, String model, boolean stream, boolean events) {
        for (String base : new String[] {"/v1beta/models/", "/v1/models/"}) {
            Asked asked = GeminiPath.asked(base + path, query);

            assertThat(asked.model()).isEqualTo(model);
            assertThat(asked.stream()).isEqualTo(stream);
            assertThat(asked.eventStream()).isEqualTo(events);
        }
    }

    @ParameterizedTest
    @CsvSource({"embedContent, false", "batchEmbedContents, true"})
    void vectors(String verb, boolean batch) {
        for (String base : new String[] {"/v1beta/models/", "/v1/models/"}) {
            assertThat(GeminiPath.asked(base + "models%2Fembed:" + verb, null))
                    .isEqualTo(Asked.embeddings(Protocol.GEMINI, "embed", batch));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/:generateContent,        INVALID_REQUEST",
        "/v1beta/models/%20:generateContent,     INVALID_REQUEST",
        "/v1beta/models,                         INVALID_REQUEST",
        "/v1beta/models/gemini-3,                PATH_NOT_FOUND",
        "/v1beta/models/gemini-3:,               PATH_NOT_FOUND",
        "/v1beta/models/gemini-3:embedContents,  PATH_NOT_FOUND",
        "/v1beta/models/gemini-3:GenerateContent, PATH_NOT_FOUND",
    })
    void whatIsNotServed(String path, ErrorKind kind) {
        assertThat(catchThrowableOfType(Refusal.class, () -> GeminiPath.asked(path, null))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"/v1/models,", "/v1/models/gpt-4, gpt-4", "/v1beta/models/a%2Fb, a/b", "/v1/models/a/b, a/b"})
    void theModelOfAGet(String path, @Nullable String model) {
        assertThat(GeminiPath.model(path)).isEqualTo(model);
    }
}
