package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("faults 5.6a, 3.10a: who failed, who answered, and who is paid")
class CulpritIT extends OnChain {
    /** What an error tells about each attempt: upstream, status and kind, whatever the protocol's place for it. */
    private static List<String> listed(Way way, JsonNode error) {
        List<String> listed = new ArrayList<>();
        if (way.vendor().equals("gemini")) {
            for (JsonNode detail : error.path("details")) {
                detail.path("metadata").forEach(text -> listed.add(text.asText().replaceFirst("/[^:]*:", "")));
            }
            return listed;
        }
        for (JsonNode one : error.path("attempts")) {
            listed.add(one.path("upstream").asText() + " " + one.path("status").asText("") + " "
                    + one.path("error").asText());
        }
        return listed;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 5.6a: all failed: origin, attempts, id and row agree, in the caller's own schema")
    void allFailed(Way way) {
        chain.fake(way, 1).always(Answer.error(401));
        chain.fake(way, 2).always(Answer.error(404));
        chain.fake(way, 3).always(Answer.error(500));

        RawClient.Response response = chain.call(way, "three");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("upstream");
        assertThat(response.headers().first("x-mehari-attempts")).isEqualTo("5");
        assertThat(response.headers().first("x-should-retry")).isEqualTo("false");
        JsonNode body = Chain.json(response.text());
        JsonNode error = body.path("error");
        switch (way.dialect) {
            case OPENAI, ZAI -> {
                assertThat(error.path("type").asText()).isEqualTo("server_error");
                assertThat(error.path("code").asText()).isEqualTo("upstream_error");
            }
            case ANTHROPIC -> {
                assertThat(body.path("type").asText()).isEqualTo("error");
                assertThat(error.path("type").asText()).isEqualTo("api_error");
                assertThat(response.headers().first("request-id"))
                        .isEqualTo(response.headers().first("x-request-id"));
            }
            case GEMINI, GEMINI_ARRAY -> {
                assertThat(error.path("code").asInt()).isEqualTo(502);
                assertThat(error.path("status").asText()).isEqualTo("INTERNAL");
            }
        }
        String v = way.vendor();
        assertThat(listed(way, error))
                .containsExactly(
                        v + "-1 401 upstream_auth_failed",
                        v + "-2 404 upstream_model_not_found",
                        v + "-3 500 upstream_error",
                        v + "-3 500 upstream_error",
                        v + "-3 500 upstream_error");
        JsonNode row = chain.row(response);
        assertThat(row.path("request_id").asText()).isEqualTo(response.headers().first("x-request-id"));
        assertThat(row.path("error_kind").asText()).isEqualTo("upstream_error");
        assertThat(row.path("error_origin").asText()).isEqualTo("upstream");
        assertThat(row.path("status").asInt()).isEqualTo(502);
        assertThat(Chain.attempts(row))
                .containsExactly(
                        "1 upstream_auth_failed next_target",
                        "2 upstream_model_not_found next_target",
                        "3 upstream_error retry",
                        "3 upstream_error retry",
                        "3 upstream_error no_target_left");
        assertThat(row.path("attempts").findValuesAsText("status")).containsExactly("401", "404", "500", "500", "500");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 5.6a: one attempt only: the upstream's own words, no list")
    void oneAttempt(Way way) {
        chain.fake(way, 1).always(Answer.error(429, null, "slow down, friend"));

        RawClient.Response response = chain.call(way, "one");

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.text()).contains("slow down, friend").doesNotContain("attempts", "attempt-1");
        assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("upstream");
        assertThat(response.headers().first("x-mehari-attempts")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 3.10a: 503 three times, then the second answers: only the second's tokens are paid")
    void onlyWhoServedIsPaid(Way way) {
        chain.fake(way, 1).always(Answer.error(503));

        RawClient.Response response = chain.call(way, "two");

        servedBy(way, 2, response, 4);
        assertThat(response.text()).contains(way.model(2));
        JsonNode row = chain.row(response);
        assertThat(row.path("upstream").asText()).isEqualTo(way.vendor() + "-2");
        assertThat(row.path("model").asText()).isEqualTo(way.model(2));
        // 11 tokens at $1 and 7 at $2 a million.
        assertThat(row.path("cost_usd").asText()).isEqualTo("0.000025");
        assertThat(row.path("attempts")).hasSize(4);
        for (int i = 0; i < 3; i++) {
            JsonNode attempt = row.path("attempts").path(i);
            assertThat(attempt.path("target").asText()).isEqualTo(way.vendor() + "-1/" + way.model(1));
            assertThat(attempt.path("usage").isNull()).isTrue();
            assertThat(attempt.path("cost_usd").asText()).isIn("0", "null");
        }
        JsonNode last = row.path("attempts").path(3);
        assertThat(last.path("target").asText()).isEqualTo(way.vendor() + "-2/" + way.model(2));
        assertThat(last.path("cost_usd").asText()).isEqualTo("0.000025");
        assertThat(last.at("/usage/output_tokens").asInt()).isEqualTo(7);
    }
}
