package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.Attempt;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The attempts that an error of the last resort lists. */
class TriedTest {
    private static final Codec OPENAI = new OpenAiCodec();
    private static final Codec ANTHROPIC = new AnthropicCodec();
    private static final Codec GEMINI = new GeminiCodec();
    private static final String NASTY = "a \"b\" \\ \n \u0000 \ud800 é 🌍 </script>";

    private static Refusal overloaded() {
        return new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "all failed", Duration.ofSeconds(7));
    }

    static Attempt attempt(String target, int status, @Nullable ErrorKind error) {
        Attempt attempt = new Attempt(Target.of(target), "cred-7", Instant.EPOCH);
        if (status > 0) {
            attempt.answered(status, "req-of-the-upstream");
        }
        if (error != null) {
            attempt.ended(Instant.EPOCH, error);
        }
        return attempt;
    }

    private static final List<Attempt> THREE = List.of(
            attempt("openai/gpt-5", 503, ErrorKind.UPSTREAM_OVERLOADED),
            attempt("or/meta/llama " + NASTY, 0, ErrorKind.UPSTREAM_UNREACHABLE),
            attempt("z/glm", 200, null));

    private static JsonNode body(Codec codec, Refusal refusal, List<Attempt> attempts) {
        byte[] body = codec.error(refusal, "req_1", attempts);
        return Parsed.json(new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void listed() {
        JsonNode expected = Parsed.json("""
                [{"upstream":"openai","model":"gpt-5","status":503,"error":"upstream_overloaded"},
                 {"upstream":"or","model":%s,"error":"upstream_unreachable"},
                 {"upstream":"z","model":"glm","status":200}]
                """.formatted(Json.quote("meta/llama " + NASTY)));
        for (Codec codec : List.of(OPENAI, ANTHROPIC)) {
            JsonNode body = body(codec, overloaded(), THREE);
            assertThat(body.at("/error/attempts")).isEqualTo(expected);
            assertThat(body.at("/error/message").asText()).isEqualTo("all failed");
        }
        assertThat(body(GEMINI, overloaded(), THREE).at("/error/details"))
                .isEqualTo(Parsed.json("""
                [{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"7s"},
                 {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"UPSTREAM_OVERLOADED","domain":"mehari",
                  "metadata":{"attempt-1":"openai/gpt-5: 503 upstream_overloaded",
                              "attempt-2":%s,
                              "attempt-3":"z/glm: 200"}}]
                """.formatted(Json.quote("or/meta/llama " + NASTY + ": upstream_unreachable"))));
    }

    @Test
    @DisplayName("one attempt, or none, is not worth a list")
    void notListed() {
        for (Codec codec : List.of(OPENAI, ANTHROPIC, GEMINI)) {
            for (List<Attempt> attempts : List.of(List.<Attempt>of(), THREE.subList(1, 2))) {
                assertThat(codec.error(overloaded(), "r", attempts)).isEqualTo(codec.error(overloaded(), "r"));
            }
            assertThat(new String(codec.error(overloaded(), "r"), StandardCharsets.UTF_8))
                    .doesNotContain("attempt")
                    .doesNotContain("ErrorInfo");
        }
    }

    @Test
    @DisplayName("an attempt of which nothing is known but its target")
    void unknown() {
        List<Attempt> two = List.of(attempt("a/b", 0, null), attempt("a/b", 0, null));
        assertThat(body(OPENAI, overloaded(), two).at("/error/attempts/1"))
                .isEqualTo(Parsed.json("{\"upstream\":\"a\",\"model\":\"b\"}"));
        assertThat(body(GEMINI, overloaded(), two)
                        .at("/error/details/1/metadata/attempt-2")
                        .asText())
                .isEqualTo("a/b");
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    @DisplayName("the list changes nothing else, is read back by our own reader, and holds no ids")
    void besides(ErrorKind kind) {
        Refusal refusal = new Refusal(kind, NASTY);
        for (Codec codec : List.of(OPENAI, ANTHROPIC, GEMINI)) {
            byte[] with = codec.error(refusal, "r", THREE);
            byte[] without = codec.error(refusal, "r");
            assertThat(codec.readError(with).message()).isEqualTo(NASTY);
            assertThat(codec.readError(with).type())
                    .isEqualTo(codec.readError(without).type());
            assertThat(new String(with, StandardCharsets.UTF_8))
                    .doesNotContain("cred-7")
                    .doesNotContain("req-of-the-upstream");
        }
        // google.rpc.ErrorInfo asks for this form.
        assertThat(body(GEMINI, refusal, THREE).at("/error/details/0/reason").asText())
                .matches("[A-Z][A-Z0-9_]+[A-Z0-9]")
                .hasSizeLessThan(64);
    }

    @Test
    @DisplayName("as the whole of a stream: one error, no terminator, in any framing")
    void asStream() {
        String openai = new String(OPENAI.streamError(overloaded(), "r", THREE, true), StandardCharsets.UTF_8);
        assertThat(openai).startsWith("data: {").endsWith("}\n\n").doesNotContain("[DONE]");
        assertThat(Parsed.json(openai.substring(6))).isEqualTo(body(OPENAI, overloaded(), THREE));

        String anthropic =
                new String(ANTHROPIC.streamError(overloaded(), "req_1", THREE, true), StandardCharsets.UTF_8);
        String head = "event: error\ndata: ";
        assertThat(anthropic).startsWith(head).endsWith("}\n\n");
        assertThat(Parsed.json(anthropic.substring(head.length()))).isEqualTo(body(ANTHROPIC, overloaded(), THREE));

        String gemini = new String(GEMINI.streamError(overloaded(), "r", THREE, true), StandardCharsets.UTF_8);
        assertThat(gemini).startsWith("data: {").endsWith("}\n\n");
        assertThat(Parsed.json(gemini.substring(6))).isEqualTo(body(GEMINI, overloaded(), THREE));

        String array = new String(GEMINI.keepalive(false), StandardCharsets.UTF_8)
                + new String(GEMINI.streamError(overloaded(), "r", THREE, false), StandardCharsets.UTF_8);
        assertThat(Parsed.json(array).size()).isEqualTo(1);
        assertThat(Parsed.json(array).path(0)).isEqualTo(body(GEMINI, overloaded(), THREE));
    }
}
