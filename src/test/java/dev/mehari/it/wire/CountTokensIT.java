package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewaySetup;
import dev.mehari.sdk.AnthropicSdk;
import dev.mehari.sdk.GeminiSdk;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers who ask how many tokens a conversation is, against the strict fakes. */
@DisplayName("counts of tokens")
class CountTokensIT extends OnRig {
    private static final String MESSAGES =
            "{\"model\":\"%s\",\"system\":\"Be terse.\",\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"How warm is it in Paris?\"}]%s}";
    private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"How warm is it in Paris?\"}]}]}";

    private RawClient.Response post(String path, Map<String, String> headers, String body) {
        try (RawClient client = rig.connect()) {
            return client.send(RawClient.post(path, headers, body)).response();
        }
    }

    private RawClient.Response messages(String model, String more) {
        return post(
                "/v1/messages/count_tokens",
                Dialect.ANTHROPIC.headers(GatewaySetup.KEY),
                MESSAGES.formatted(model, more));
    }

    private RawClient.Response gemini(String model) {
        return post("/v1beta/models/" + model + ":countTokens", Dialect.GEMINI.headers(GatewaySetup.KEY), CONTENTS);
    }

    /** A row that says what was asked, and that nothing was used, answered or charged. */
    private static void free(JsonNode row, boolean estimated) {
        String shown = row.toPrettyString();
        assertThat(row.path("operation").asText()).as(shown).isEqualTo("count-tokens");
        assertThat(row.path("status").asInt()).as(shown).isEqualTo(200);
        assertThat(row.path("usage").isNull()).as(shown).isTrue();
        assertThat(row.path("cost_usd").asText()).as(shown).isEqualTo("0");
        assertThat(row.path("first_byte_ms").isNull()).as(shown).isTrue();
        assertThat(row.path("estimated").asBoolean(!estimated)).as(shown).isEqualTo(estimated);
        assertThat(row.path("attempts")).as(shown).hasSize(1);
        assertThat(row.at("/attempts/0/next").asText()).as(shown).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages/count_tokens",
        "/messages/count_tokens",
        "/v1/v1/messages/count_tokens",
        "//v1//messages//count_tokens/",
        "/v1/messages/count_tokens?beta=true",
    })
    @DisplayName("bytes of Messages pass, by whatever spelling of the path")
    void messagesPass(String path) {
        String body = MESSAGES.formatted(Dialect.ANTHROPIC.model, ",  \"thinking\": {\"type\":\"disabled\"}");

        RawClient.Response response = post(path, Dialect.ANTHROPIC.headers(GatewaySetup.KEY), body);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"input_tokens\":11}");
        assertThat(response.headers().has("x-mehari-estimated")).isFalse();
        assertThat(rig.anthropic.lastRequest().text()).isEqualTo(body);
        assertThat(rig.anthropic.lastRequest().target()).isEqualTo("/v1/messages/count_tokens");
        free(rig.row(response), false);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/my-gemini:countTokens",
        "/v1/models/my-gemini:countTokens",
        "/models/my-gemini:countTokens",
        "/v1beta/models/my-gemini%3AcountTokens",
        "/v1beta//models/my-gemini:countTokens/",
    })
    @DisplayName("bytes of Gemini pass, but for the model within")
    void geminiPasses(String path) {
        String body = "{\"generateContentRequest\": {\"model\": \"models/my-gemini\", \"contents\": "
                + "[{\"parts\":[{\"text\":\"Hi\"}]}]}}";

        RawClient.Response response = post(path, Dialect.GEMINI.headers(GatewaySetup.KEY), body);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(Rig.json(response.text()).path("totalTokens").asInt()).isEqualTo(11);
        assertThat(rig.gemini.lastRequest().text()).isEqualTo(body.replace("my-gemini", Dialect.GEMINI.model));
        assertThat(rig.gemini.lastRequest().target())
                .isEqualTo("/v1beta/models/" + Dialect.GEMINI.model + ":countTokens");
        free(rig.row(response), false);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI", "ZAI"})
    @DisplayName("every provider that counts is asked in its own words; for one that does not the gateway counts")
    void everyTarget(Dialect target) {
        boolean counts = target != Dialect.ZAI;
        double tokens = rig.metric("gen_ai_client_token_usage_total");
        int asked = rig.fake(target).requests().size();

        RawClient.Response ofMessages = messages(target.model, "");
        RawClient.Response ofGemini = gemini(target.model);

        for (RawClient.Response response : new RawClient.Response[] {ofMessages, ofGemini}) {
            assertThat(response.status()).as(response.text()).isEqualTo(200);
            assertThat(response.headers().first("x-mehari-upstream")).isEqualTo(target.upstream);
            assertThat(response.headers().first("x-mehari-attempts")).isEqualTo(counts ? "1" : "0");
            assertThat("true".equals(response.headers().first("x-mehari-estimated")))
                    .isEqualTo(!counts);
            free(rig.row(response), !counts);
        }
        long input = Rig.json(ofMessages.text()).path("input_tokens").asLong();
        long total = Rig.json(ofGemini.text()).path("totalTokens").asLong();
        assertThat(input).isBetween(11L, counts ? 11L : 35L);
        assertThat(total).isBetween(11L, counts ? 11L : 25L);
        assertThat(rig.fake(target).requests().size() - asked).isEqualTo(counts ? 2 : 0);
        assertThat(rig.metric("gen_ai_client_token_usage_total")).isEqualTo(tokens);
    }

    @Test
    @DisplayName("callers of Responses may ask, too")
    void responses() {
        String body = "{\"model\": \"%s\", \"input\": \"Hi\"}";
        Map<String, String> headers = Dialect.OPENAI.headers(GatewaySetup.KEY);

        RawClient.Response own = post("/v1/responses/input_tokens", headers, body.formatted(Dialect.OPENAI.model));
        RawClient.Response other = post("/responses/input_tokens", headers, body.formatted(Dialect.ANTHROPIC.model));

        assertThat(Rig.json(own.text()).path("input_tokens").asInt()).isEqualTo(11);
        assertThat(rig.openai.lastRequest().text()).isEqualTo(body.formatted(Dialect.OPENAI.model));
        assertThat(other.text()).isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
        free(rig.row(other), false);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI", "ZAI"})
    @DisplayName("the official SDKs")
    void sdks(Dialect target) {
        String url = rig.gateway().url();
        try (AnthropicSdk anthropic = AnthropicSdk.of(url, GatewaySetup.KEY);
                GeminiSdk gemini = GeminiSdk.of(url, GatewaySetup.KEY)) {
            assertThat(anthropic.countTokens(target.model)).isGreaterThanOrEqualTo(11);
            assertThat(gemini.countTokens(target.model)).isGreaterThanOrEqualTo(11);
        }
    }

    @Test
    @DisplayName("a key that is wrong, or may not use the model, counts nothing")
    void keys() {
        Map<String, String> wrong = new HashMap<>(Dialect.ANTHROPIC.headers("sk-wrong-key-0000000000"));
        RawClient.Response response =
                post("/v1/messages/count_tokens", wrong, MESSAGES.formatted(Dialect.ANTHROPIC.model, ""));

        assertThat(response.status()).isEqualTo(401);
        assertThat(Rig.json(response.text()).at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(messages("of-nobody", "").status()).isEqualTo(404);
        assertThat(rig.fakes.stream().mapToInt(fake -> fake.requests().size()).sum())
                .isZero();
    }

    @Test
    @DisplayName("a provider that is away is no reason not to count")
    void failover() {
        rig.anthropic.goDown();
        RawClient.Response response = messages("claude-or-glm", "");
        rig.anthropic.comeBack();

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.headers().first("x-mehari-upstream")).isEqualTo("zai");
        assertThat(response.headers().first("x-mehari-attempts")).isEqualTo("1");
        assertThat(response.headers().first("x-mehari-estimated")).isEqualTo("true");
        JsonNode row = rig.row(response);
        assertThat(row.path("error_kind").isNull()).isTrue();
        assertThat(row.path("upstream").asText()).isEqualTo("zai");
        assertThat(row.at("/attempts/0/next").asText()).isEqualTo("next_target");
        assertThat(row.at("/attempts/1/next").asText()).isEqualTo("done");
    }

    @Test
    @DisplayName("a mistake is the caller's own error, in the caller's words")
    void mistakes() {
        RawClient.Response noMessages = post(
                "/v1/messages/count_tokens",
                Dialect.ANTHROPIC.headers(GatewaySetup.KEY),
                "{\"model\":\"" + Dialect.GEMINI.model + "\"}");

        assertThat(noMessages.status()).isEqualTo(400);
        assertThat(Rig.json(noMessages.text()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(Rig.json(noMessages.text()).at("/error/message").asText()).contains("messages");
        assertThat(post("/v1/messages/count_tokens", Dialect.ANTHROPIC.headers(GatewaySetup.KEY), "{")
                        .status())
                .isEqualTo(400);
        assertThat(rig.gemini.requests()).isEmpty();
    }

    @Test
    @DisplayName("what count_tokens does not take is named where it is translated")
    void named() {
        RawClient.Response response = messages(Dialect.GEMINI.model, ",\"max_tokens\":9,\"stream\":true");

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"input_tokens\":11}");
        assertThat(response.headers().first("x-mehari-loss")).isEqualTo("max_tokens:dropped");
        assertThat(rig.row(response).at("/attempts/0/losses/0").asText()).isEqualTo("max_tokens:dropped");
    }
}
