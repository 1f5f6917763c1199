package dev.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.anthropic.AnthropicCodec;
import dev.mehari.protocol.gemini.GeminiCodec;
import dev.mehari.protocol.openai.OpenAiCodec;
import dev.mehari.protocol.responses.ResponsesCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTest {
    private static final Codec OPENAI = new OpenAiCodec();
    private static final Codec RESPONSES = new ResponsesCodec();
    private static final Codec ANTHROPIC = new AnthropicCodec();
    private static final Codec GEMINI = new GeminiCodec();
    private static final String NASTY = "a \"b\" \\ \n \r \t \u0000 \u001f \u2028 \ud800 é 🌍 </script>";

    private static JsonNode body(Codec codec, Refusal refusal) {
        return Parsed.json(new String(codec.error(refusal, "req_1"), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    @DisplayName("fault 1.28 every failure has the caller's own shape, whatever its text")
    void shapes(ErrorKind kind) {
        Refusal refusal = new Refusal(kind, NASTY);

        JsonNode openai = body(OPENAI, refusal);
        assertThat(openai.properties()).hasSize(1);
        JsonNode error = openai.path("error");
        assertThat(error.properties().stream().map(e -> e.getKey()))
                .containsExactly("message", "type", "param", "code");
        assertThat(error.path("message").asText()).isEqualTo(NASTY);
        assertThat(error.path("type").asText()).isNotEmpty();
        assertThat(error.path("param").isNull()).isTrue();
        assertThat(error.path("code").isTextual()).isTrue();
        assertThat(OPENAI.status(refusal)).isEqualTo(kind.status());

        assertThat(body(RESPONSES, refusal)).isEqualTo(openai);
        assertThat(RESPONSES.status(refusal)).isEqualTo(kind.status());

        JsonNode anthropic = body(ANTHROPIC, refusal);
        assertThat(anthropic.path("type").asText()).isEqualTo("error");
        assertThat(anthropic.path("error").path("message").asText()).isEqualTo(NASTY);
        assertThat(anthropic.path("request_id").asText()).isEqualTo("req_1");
        assertThat(Set.of(
                        "invalid_request_error",
                        "authentication_error",
                        "billing_error",
                        "permission_error",
                        "not_found_error",
                        "request_too_large",
                        "rate_limit_error",
                        "api_error",
                        "timeout_error",
                        "conflict_error",
                        "overloaded_error"))
                .contains(anthropic.path("error").path("type").asText());
        assertThat(ANTHROPIC.status(refusal)).isBetween(400, 599);

        JsonNode gemini = body(GEMINI, refusal).path("error");
        assertThat(gemini.path("code").isInt()).isTrue();
        assertThat(gemini.path("code").asInt()).isEqualTo(GEMINI.status(refusal));
        assertThat(gemini.path("message").asText()).isEqualTo(NASTY);
        assertThat(gemini.path("status").asText()).matches("[A-Z_]+");
        assertThat(gemini.has("details")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_API_KEY,401,invalid_request_error,invalid_api_key,401,authentication_error,401,UNAUTHENTICATED",
        "MODEL_NOT_FOUND,404,invalid_request_error,model_not_found,404,not_found_error,404,NOT_FOUND",
        "MODEL_NOT_ALLOWED,403,permission_error,model_not_allowed,403,permission_error,403,PERMISSION_DENIED",
        "UPSTREAM_AUTH_FAILED,502,server_error,upstream_auth_failed,502,api_error,502,UNAVAILABLE",
        "UPSTREAM_RATE_LIMITED,429,rate_limit_error,rate_limit_exceeded,429,rate_limit_error,429,RESOURCE_EXHAUSTED",
        "INSUFFICIENT_QUOTA,429,insufficient_quota,insufficient_quota,402,billing_error,429,RESOURCE_EXHAUSTED",
        "UPSTREAM_OVERLOADED,503,service_unavailable_error,server_is_overloaded,529,overloaded_error,503,UNAVAILABLE",
        "UPSTREAM_TIMEOUT,504,server_error,upstream_timeout,504,timeout_error,504,DEADLINE_EXCEEDED",
        "REQUEST_TOO_LARGE,413,invalid_request_error,request_too_large,413,request_too_large,413,INVALID_ARGUMENT",
        "INTERNAL_ERROR,500,server_error,internal_error,500,api_error,500,INTERNAL",
    })
    void words(
            ErrorKind kind, int status, String type, String code, int status2, String type2, int status3, String name) {
        Refusal refusal = new Refusal(kind, "x");
        assertThat(OPENAI.status(refusal)).isEqualTo(status);
        assertThat(body(OPENAI, refusal).at("/error/type").asText()).isEqualTo(type);
        assertThat(body(OPENAI, refusal).at("/error/code").asText()).isEqualTo(code);
        assertThat(ANTHROPIC.status(refusal)).isEqualTo(status2);
        assertThat(body(ANTHROPIC, refusal).at("/error/type").asText()).isEqualTo(type2);
        assertThat(GEMINI.status(refusal)).isEqualTo(status3);
        assertThat(body(GEMINI, refusal).at("/error/status").asText()).isEqualTo(name);
    }

    @Test
    void geminiSaysWhenToComeBack() {
        Refusal refusal = new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "x", Duration.ofMillis(34_070));
        assertThat(body(GEMINI, refusal).at("/error/details/0/retryDelay").asText())
                .isEqualTo("35s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}|c|t|m|0",
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":null}}|-|t|m|0",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"},\"request_id\":\"r\"}|-|overloaded_error|m|0",
                "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}|429|RESOURCE_EXHAUSTED|m|429",
                "[{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}]|400|INVALID_ARGUMENT|m|400",
                "{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}|API_KEY_INVALID|INVALID_ARGUMENT|m|400",
                "{\"error\":{\"code\":\"1302\",\"message\":\"m\"}}|1302|-|m|0",
                "{\"error\":{\"code\":\"429\",\"message\":\"m\"}}|429|-|m|429",
                "{\"error\":{\"code\":\"rate_limited\",\"status\":429,\"message\":\"m\"}}|rate_limited|-|m|429",
                "{\"error\":{\"code\":1113,\"message\":\"m\"}}|1113|-|m|0",
                "{\"error\":{\"message\":\"m\",\"code\":\"c\",\"status_code\":503},\"status\":500}|c|-|m|503",
                "{\"error\":{\"message\":\"m\",\"code\":\"c\"},\"status\":502}|c|-|m|502",
                "{\"error\":{\"message\":\"m\",\"code\":200,\"status\":\"600\"},\"code\":399}|200|600|m|0",
                "{\"error\":{\"message\":\"m\",\"code\":-503}}|-503|-|m|0",
                "{\"error\":{\"message\":\"m\",\"code\":503.5}}|503.5|-|m|0",
                "{\"code\":500,\"msg\":\"m\",\"success\":false}|500|-|m|500",
                "{\"choices\":[{\"error\":{\"code\":502,\"message\":\"m\"}}]}|502|-|m|502",
                "{\"error\":\"m\"}|-|-|m|0",
                "{\"error\":\"m\",\"status\":503}|-|-|m|503",
                "{\"error\":\"m\",\"error_type\":\"overloaded\"}|-|overloaded|m|0",
                "{\"timestamp\":\"now\",\"status\":500,\"error\":\"m\",\"path\":\"/v1\"}|-|-|m|500",
                "{\"statusCode\":401,\"message\":\"m\"}|-|-|m|401",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":40001}|40001|t|m|0",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":404}|404|t|m|404",
                "{\"detail\":\"m\"}|-|-|m|0",
                "{\"detail\":\"m\",\"status\":422}|-|-|m|422",
                "{\"detail\":{\"error\":{\"message\":\"m\",\"code\":404}}}|404|-|m|404",
                "{\"detail\":{\"message\":\"m\",\"type\":\"t\"},\"status\":401}|-|t|m|401",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"m\",\"type\":\"missing\"}]}|-|missing|m|0",
                "{\"error\":{\"message\":{\"a\":1}}}|-|-|-|0",
                "{\"error\":{\"code\":true,\"status\":[500]},\"code\":{}}|-|-|-|0",
                "[]|-|-|-|0",
                "3|-|-|-|0",
                "null|-|-|-|0",
            })
    void upstreamErrors(String body, String code, String type, String message, int status) {
        for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI)) {
            assertThat(codec.readError(Pieces.bytes(body)))
                    .isEqualTo(new ErrorFacts(code, type, message, true, status, null));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "\"34.07s\",PT34.07S",
                "\"2s\",PT2S",
                "\"0s\",PT0S",
                "\"0.000000001s\",PT0.000000001S",
                "\"315576000000s\",PT87660000H",
                "\"-2s\",-",
                "\"2\",-",
                "\"2m\",-",
                "\" 2s\",-",
                "\"2.s\",-",
                "\"1.0000000001s\",-",
                "\"99999999999999999999s\",-",
                "\"٢s\",-",
                "\"soon\",-",
                "2,-",
                "null,-",
                "{},-",
            })
    @DisplayName("fault 2.3 the time to wait that Google names in the body")
    void retryAfter(String delay, Duration expected) {
        String info = "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":" + delay + "}";
        String help = "{\"@type\":\"type.googleapis.com/google.rpc.Help\",\"retryDelay\":\"9s\"}";
        for (String details : List.of(info, help + "," + info, "7,null," + info + "," + help)) {
            String body = "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                    + details + "]}}";
            for (String whole : List.of(body, "[" + body + "]")) {
                assertThat(GEMINI.readError(Pieces.bytes(whole)))
                        .isEqualTo(new ErrorFacts("429", "RESOURCE_EXHAUSTED", "m", true, 429, expected));
            }
        }
    }

    @Test
    void noRetryAfter() {
        for (String details : List.of("[]", "{}", "7", "\"RetryInfo\"", "[{\"@type\":\"RetryInfo\"}]", "[{}]")) {
            assertThat(GEMINI.readError(Pieces.bytes("{\"error\":{\"details\":" + details + "}}"))
                            .retryAfter())
                    .as(details)
                    .isNull();
        }
    }

    @Test
    @DisplayName("no JSON, whole or cut, keeps an error body from being read")
    void anything() {
        Seeded seeded = Seeded.fresh();
        RandomJson json = new RandomJson(seeded.random());
        String[] names = {"error", "detail", "details", "code", "status", "message", "type", "@type"};
        for (int round = 0; round < Seeded.times(2000); round++) {
            String text = json.object("\"error\":{}");
            for (int i = 0; i < 5; i++) {
                String name = names[seeded.random().nextInt(names.length)];
                text = text.replace("\"k" + i + "\"", "\"" + name + "\"");
            }
            boolean cut = seeded.random().nextInt(4) == 0;
            String body = cut ? text.substring(0, seeded.random().nextInt(text.length())) : text;
            for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI)) {
                ErrorFacts facts = codec.readError(Pieces.bytes(body));
                assertThat(facts.json() || cut).as("%s: %s", seeded, body).isTrue();
                assertThat(facts.status() == 0 || (facts.status() >= 400 && facts.status() <= 599))
                        .as("%s: %s", seeded, body)
                        .isTrue();
            }
        }
    }

    @Test
    void garbage() {
        for (Codec codec : List.of(OPENAI, RESPONSES, ANTHROPIC, GEMINI)) {
            for (byte[] body : Stream.of("", "<html>", "{", "{\"error\":", "nope", "\u0000", "[".repeat(100_000))
                    .map(Pieces::bytes)
                    .toList()) {
                assertThat(codec.readError(body)).isEqualTo(new ErrorFacts(null, null, null, false, 0, null));
            }
        }
    }
}
