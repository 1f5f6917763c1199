package dev.mehari.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.Streams;
import dev.mehari.protocol.Watched;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicCodecTest {
    private final AnthropicCodec codec = new AnthropicCodec();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input_tokens\":10,\"output_tokens\":7}|10|0|0|0|7|0",
                "{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":5,\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":3}}|10|4|5|0|4|3",
                "{\"input_tokens\":10,\"cache_creation_input_tokens\":9,\"cache_creation\":{\"ephemeral_5m_input_tokens\":2,\"ephemeral_1h_input_tokens\":7},\"output_tokens\":7}|10|0|2|7|7|0",
                "{\"input_tokens\":10,\"cache_creation\":{\"ephemeral_1h_input_tokens\":7},\"output_tokens\":7}|10|0|0|7|7|0",
                "{\"input_tokens\":1,\"cache_creation_input_tokens\":null,\"cache_creation\":null,\"output_tokens\":2,\"output_tokens_details\":{\"thinking_tokens\":9}}|1|0|0|0|0|2",
            })
    void usage(String json, long input, long read, long write, long hour, long output, long thinking) {
        assertThat(codec.readReply(Pieces.bytes(
                                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":" + json
                                        + "}"))
                        .usage())
                .isEqualTo(new Usage(input, read, write, hour, output, thinking));
    }

    @Test
    void streamedUsageAddsUp() {
        Watched watched = new Watched();
        watched.drain(codec.tap(Pieces.whole(Streams.framed(Streams.ANTHROPIC, "\n")), true, false, "r", watched));
        assertThat(watched.usage).isEqualTo(new Usage(10, 4, 2, 3, 7, 2));
        assertThat(watched.calls)
                .startsWith("usage " + new Usage(10, 4, 2, 3, 1, 0), "event", "event", "content", "event");
    }

    @Test
    @DisplayName("GLM tells the input only at the end")
    void lateUsage() {
        Watched watched = new Watched();
        watched.drain(codec.tap(Pieces.whole("""
                        event: message_start
                        data: {"type":"message_start","message":{"usage":{"input_tokens":0,"output_tokens":0}}}

                        event: message_delta
                        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":12,"output_tokens":3,"cache_read_input_tokens":8}}

                        event: message_stop
                        data: {"type":"message_stop"}

                        """), true, false, "r", watched));
        assertThat(watched.usage).isEqualTo(new Usage(12, 8, 0, 0, 3, 0));
        assertThat(watched.last()).isEqualTo("ended null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"words\"}}|UPSTREAM_ERROR",
                "{\"type\":\"error\"}|UPSTREAM_ERROR",
                "{\"type\":\"message\",\"content\":[{}],\"error\":{\"message\":\"m\"}}|UPSTREAM_ERROR",
                "{\"code\":500,\"msg\":\"404 NOT_FOUND\",\"success\":false}|UPSTREAM_ERROR",
                "{\"choices\":[]}|UPSTREAM_INVALID_REPLY",
                "{\"type\":\"message\",\"stop_reason\":\"end_turn\"}|UPSTREAM_INVALID_REPLY",
                "{\"type\":\"message\",\"content\":null,\"stop_reason\":\"end_turn\"}|UPSTREAM_INVALID_REPLY",
                "{\"type\":\"message\",\"content\":\"text\",\"stop_reason\":\"end_turn\"}|UPSTREAM_INVALID_REPLY",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":null}|UPSTREAM_INVALID_REPLY",
                "{\"type\":\"completion\",\"content\":[{\"type\":\"text\"}]}|UPSTREAM_INVALID_REPLY",
                "{\"type\":null,\"content\":[{\"type\":\"text\"}]}|UPSTREAM_INVALID_REPLY",
                "<html>|UPSTREAM_INVALID_REPLY",
                "``|UPSTREAM_INVALID_REPLY",
            })
    @DisplayName("fault 2.7 a success that is not one is refused")
    void notAReply(String body, ErrorKind kind) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.readReply(Pieces.bytes(body)))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":\"end_turn\"}",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\"}",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"refusal\",\"stop_details\":null}",
                "{\"content\":[{\"type\":\"tool_use\",\"input\":{}}],\"error\":null}",
            })
    void oddReplies(String body) {
        assertThat(codec.readReply(Pieces.bytes(body)).usage()).isNull();
    }

    @Test
    void addresses() {
        assertThat(codec.path("x", false, false)).isEqualTo("/v1/messages");
        assertThat(codec.credentialHeader()).isEqualTo("x-api-key");
        assertThat(codec.credentialValue("k")).isEqualTo("k");
        assertThat(codec.defaultHeaders()).containsOnlyKeys("anthropic-version");
        assertThat(codec.requestHeaders()).containsAll(codec.defaultHeaders().keySet());
    }
}
