package dev.mehari.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Parsed;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Streams;
import dev.mehari.protocol.Watched;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiCodecTest {
    private final GeminiCodec codec = new GeminiCodec();

    @Test
    void usage() {
        Usage expected = new Usage(9, 4, 0, 0, 5, 2);
        assertThat(codec.readReply(Pieces.bytes(Streams.GEMINI.getLast().substring(6)))
                        .usage())
                .isEqualTo(expected);
        Watched events = new Watched();
        events.drain(codec.tap(Pieces.whole(Streams.framed(Streams.GEMINI, "\r\n")), true, true, "r", events));
        assertThat(events.usage).isEqualTo(expected);
        Watched array = new Watched();
        String elements = Streams.GEMINI.stream().map(e -> e.substring(6)).collect(Collectors.joining(",", "[", "]"));
        array.drain(codec.tap(Pieces.whole(elements), false, false, "r", array));
        assertThat(array.usage).isEqualTo(expected);
        assertThat(array.calls).containsSubsequence(events.calls.subList(0, events.calls.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}",
                "{\"promptFeedback\":{\"blockReason\":\"OTHER\"},\"usageMetadata\":{},\"candidates\":[]}",
                "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"MAX_TOKENS\"}],\"error\":null}",
                "{\"candidates\":[{\"finishReason\":\"SAFETY\"}]}",
            })
    void replies(String body) {
        assertThat(codec.readReply(Pieces.bytes(body)).usage()).isNull();
    }

    @Test
    @DisplayName("a model that was cut off while it thought gives no candidates, and a bill")
    void thoughtOnly() {
        String body = "{\"usageMetadata\":{\"promptTokenCount\":3,\"thoughtsTokenCount\":9},\"modelVersion\":\"g\"}";
        assertThat(codec.readReply(Pieces.bytes(body)).usage()).isEqualTo(new Usage(3, 0, 0, 0, 0, 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":{\"code\":503,\"message\":\"words\"}}|UPSTREAM_ERROR",
                "[{\"error\":{\"code\":503,\"message\":\"words\"}}]|UPSTREAM_ERROR",
                "{\"candidates\":[{}],\"error\":{\"code\":503}}|UPSTREAM_ERROR",
                "{\"detail\":\"Not Found\"}|UPSTREAM_ERROR",
                "{\"choices\":[]}|UPSTREAM_INVALID_REPLY",
                "{}|UPSTREAM_INVALID_REPLY",
                "{\"candidates\":[]}|UPSTREAM_INVALID_REPLY",
                "{\"candidates\":null,\"promptFeedback\":{}}|UPSTREAM_INVALID_REPLY",
                "{\"usageMetadata\":{\"promptTokenCount\":3},\"responseId\":\"r\",\"modelVersion\":\"g\"}|UPSTREAM_INVALID_REPLY",
                "[{\"error\":{}}]|UPSTREAM_INVALID_REPLY",
                "[{\"candidates\":[{}]}]|UPSTREAM_INVALID_REPLY",
                "<html>|UPSTREAM_INVALID_REPLY",
                "``|UPSTREAM_INVALID_REPLY",
            })
    @DisplayName("fault 2.7 a success that is not one is refused")
    void notAReply(String body, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.readReply(Pieces.bytes(body)))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(kind));
    }

    @Test
    @DisplayName("fault 2.6 signs of life are white space: clients for Python and Go give up at a comment")
    void keepalive() {
        assertThat(codec.keepalive(true)).asString().isEqualTo("\n\n");
        String alive = new String(codec.keepalive(false), StandardCharsets.UTF_8);
        Watched array = new Watched();
        String elements = Streams.GEMINI.stream().map(e -> e.substring(6)).collect(Collectors.joining(",", "[", "]"));
        array.drain(codec.tap(Pieces.whole(elements), false, false, "r", array));
        assertThat(array.reads).hasSizeGreaterThan(2);
        assertThat(Parsed.json(alive + alive + String.join(alive, array.reads)))
                .isEqualTo(Parsed.json(String.join("", array.reads)));
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-pro,/v1beta/models/gemini-2.5-pro:generateContent",
        "models/gemini-2.5-pro,/v1beta/models/gemini-2.5-pro:generateContent",
        "tunedModels/my model,/v1beta/tunedModels/my%20model:generateContent",
        "google/gemma-3,/v1beta/models/google/gemma-3:generateContent",
        "a:countTokens?x#y%2F,/v1beta/models/a%3AcountTokens%3Fx%23y%252F:generateContent",
        "é..,/v1beta/models/%C3%A9..:generateContent",
    })
    void paths(String model, String path) {
        assertThat(codec.path(model, false, true)).isEqualTo(path);
    }

    @Test
    void streamPaths() {
        assertThat(codec.path("m", true, true)).isEqualTo("/v1beta/models/m:streamGenerateContent?alt=sse");
        assertThat(codec.path("m", true, false)).isEqualTo("/v1beta/models/m:streamGenerateContent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gemini-x/../../files", "..", "a/./b", "a//b", "/a", "a/"})
    @DisplayName("a caller's model name cannot lead to another place of the provider")
    void pathTraversal(String model) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.path(model, false, false))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND));
    }
}
