package dev.mehari.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Usage;
import dev.mehari.protocol.Pieces;
import dev.mehari.protocol.ReplyFacts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiCodecTest {
    private final OpenAiCodec codec = new OpenAiCodec();

    private ReplyFacts reply(String usage) {
        return codec.readReply(Pieces.bytes(
                "{\"model\":\"gpt\",\"choices\":[{\"message\":{\"content\":\"{\\\"error\\\":1}\"}}],\"usage\":" + usage
                        + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prompt_tokens\":10,\"completion_tokens\":7,\"total_tokens\":17}|10|0|0|7|0",
                "{\"prompt_tokens\":10,\"completion_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":3},\"completion_tokens_details\":{\"reasoning_tokens\":2}}|3|4|3|5|2",
                "{\"prompt_tokens\":10,\"completion_tokens\":7,\"total_tokens\":30,\"completion_tokens_details\":{\"reasoning_tokens\":13}}|10|0|0|7|13",
                "{\"prompt_tokens\":10,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":99},\"completion_tokens_details\":{\"reasoning_tokens\":9}}|0|10|0|0|1",
                "{\"prompt_tokens\":10,\"completion_tokens\":7,\"prompt_cache_hit_tokens\":6,\"prompt_cache_miss_tokens\":4}|4|6|0|7|0",
                "{\"prompt_tokens\":-5,\"completion_tokens\":7.0,\"prompt_tokens_details\":null,\"completion_tokens_details\":[]}|0|0|0|7|0",
                "{\"prompt_tokens\":10}|10|0|0|0|0",
                "{\"completion_tokens\":3,\"total_tokens\":9}|6|0|0|3|0",
            })
    void usage(String json, long input, long cached, long written, long output, long reasoning) {
        assertThat(reply(json))
                .isEqualTo(new ReplyFacts(new Usage(input, cached, written, 0, output, reasoning), "gpt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"null", "{}", "[]", "7", "{\"prompt_tokens\":null}"})
    void noUsage(String json) {
        assertThat(reply(json).usage()).isNull();
    }

    @Test
    void oddNumbersAreNoCounts() {
        assertThat(reply("{\"prompt_tokens\":1e400,\"completion_tokens\":" + "9".repeat(5000) + "}")
                        .usage())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|UPSTREAM_INVALID_REPLY|an empty body",
                "<!doctype html><p>sk-secret|UPSTREAM_INVALID_REPLY|HTML",
                "Bad gateway sk-secret|UPSTREAM_INVALID_REPLY|something other than JSON",
                "{\"choices\":[|UPSTREAM_INVALID_REPLY|broken JSON",
                "[]|UPSTREAM_INVALID_REPLY|not an object",
                "{\"choices\":[{}]} {}|UPSTREAM_INVALID_REPLY|more than one",
                "data: {\"choices\":[]}|UPSTREAM_INVALID_REPLY|something other than JSON",
                "null|UPSTREAM_INVALID_REPLY|not an object",
                "{\"ok\":true}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"choices\":null}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"choices\":{\"a\":1}}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"choices\":[]}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"choices\":[{}]}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"choices\":[null,\"x\"]}|UPSTREAM_INVALID_REPLY|not a chat completion",
                "{\"object\":\"error\",\"message\":\"the words\",\"code\":400}|UPSTREAM_ERROR|the words",
                "{\"object\":\"error\",\"choices\":[{\"a\":1}]}|UPSTREAM_ERROR|status 200",
                "{\"code\":500,\"msg\":\"the words\",\"success\":false}|UPSTREAM_ERROR|the words",
                "{\"detail\":\"the words\"}|UPSTREAM_ERROR|the words",
                "{\"error\":\"the words\"}|UPSTREAM_ERROR|the words",
                "[{\"error\":{\"message\":\"the words\"}}]|UPSTREAM_ERROR|the words",
                "{\"error\":{\"message\":\"the words\",\"code\":\"1302\"}}|UPSTREAM_ERROR|the words",
                "{\"error\":{\"a\":1},\"choices\":[]}|UPSTREAM_ERROR|status 200",
                "{\"choices\":[{\"finish_reason\":\"error\",\"error\":{\"code\":502,\"message\":\"the words\"}}]}|UPSTREAM_ERROR|the words",
                "{\"choices\":[{\"finish_reason\":\"network_error\",\"message\":{\"content\":\"half\"}}]}|UPSTREAM_ERROR|status 200",
            })
    @DisplayName("fault 2.7 a success that is not one is refused")
    void notAReply(String body, ErrorKind kind, String words) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.readReply(Pieces.bytes(body)))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(kind))
                .satisfies(r -> assertThat(r.text()).contains(words).doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0}],\"error\":null}",
                "{\"choices\":[{\"index\":0,\"error\":null,\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"t\"}]}}],\"error\":{}}",
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}],\"object\":\"chat.completion\"}",
                "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],\"object\":null}",
            })
    void oddReplies(String body) {
        assertThat(codec.readReply(Pieces.bytes(body)).usage()).isNull();
    }

    @Test
    void addresses() {
        assertThat(codec.path("any/thing", true, true)).isEqualTo("/chat/completions");
        assertThat(codec.credentialHeader()).isEqualTo("Authorization");
        assertThat(codec.credentialValue("k")).isEqualTo("Bearer k");
        assertThat(codec.defaultHeaders()).isEmpty();
    }
}
