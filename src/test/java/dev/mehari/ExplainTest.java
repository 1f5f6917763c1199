package dev.mehari;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.TestGateway.Answer;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.fake.AnthropicFake;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import dev.mehari.live.Breakers;
import dev.mehari.live.Generations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is explained, in its fields; that it agrees with what is done then, {@link ExplainAgreesTest} shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplainTest {
    private static final String SPARE = "sk-fake-openai-key-0002";
    private static final String CHAT =
            "{\"model\": \"two\", \"top_k\": 4, \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";

    private final OpenAiFake openai = OpenAiFake.start().compatible();
    private final AnthropicFake anthropic = AnthropicFake.start();
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        openai.taking(SPARE);
        gateway = TestGateway.start(TestHome.shipped(folder)
                .set("OPENAI_BASE_URL", openai.baseUrl())
                .set("OPENAI_API_KEY", openai.key())
                .set("SPARE_KEY", SPARE)
                .set("ANTHROPIC_BASE_URL", anthropic.baseUrl())
                .set("ANTHROPIC_API_KEY", anthropic.key())
                .edit(
                        "config/upstreams.yaml",
                        text -> text.replaceFirst("protocol: openai\\n(    base-url: .*\\n    credentials:\\n)", """
                                protocol: openai-chat
                                    headers: {X-Team: acme, X-Wire-Token: abc}
                                    breaker: {window: 4, minimum-calls: 4, open-for: 60s}
                                    concurrency: {max: 7}
                                $1      - {id: spare, key: "env:SPARE_KEY"}
                                """))
                .alias("two", "openai/gpt-5-mini", "zai/glm", "anthropic/claude-haiku-4-5")
                .alias("strict", "anthropic/claude-haiku-4-5")
                .edit(
                        "config/models.yaml",
                        text -> text.replaceFirst("(?m)^(  strict: .*)}$", "$1, on-loss: refuse}")
                                .replaceFirst("(?m)^(  two: .*)}$", "$1, hedge-after: 3s}")));
    }

    @AfterAll
    void stop() {
        gateway.close();
        openai.close();
        anthropic.close();
    }

    @Test
    void showsTheWholeWayAndLeavesNoTrace() {
        String before = counted();

        JsonNode shown = explain(CHAT);
        JsonNode again = explain(CHAT);

        assertThat(again).isEqualTo(shown);
        assertThat(shown.path("outcome").asText()).isEqualTo("sent");
        assertThat(shown.path("goes_to").asText()).isEqualTo("openai/gpt-5-mini");
        assertThat(shown.path("decision"))
                .hasToString(
                        "[{\"kind\":\"alias\",\"subject\":\"two\",\"why\":\"the name that was"
                                + " asked for\"},{\"kind\":\"target_left_out\",\"subject\":\"zai/glm\",\"why\":\"has no credential\"}]");
        assertThat(shown.path("plan")).hasToString("[\"openai/gpt-5-mini\",\"anthropic/claude-haiku-4-5\"]");
        JsonNode first = shown.at("/targets/0");
        assertThat(first.path("credential_id").asText()).isEqualTo("spare");
        assertThat(first.path("translated").asBoolean()).isFalse();
        assertThat(first.at("/request/url").asText()).isEqualTo(openai.baseUrl() + "/chat/completions");
        assertThat(first.at("/request/headers/Authorization").asText()).isEqualTo("Bearer ***");
        assertThat(first.at("/request/headers/X-Team").asText()).isEqualTo("acme");
        assertThat(first.at("/request/headers/X-Wire-Token").asText()).isEqualTo("***");
        assertThat(first.at("/request/body/model").asText()).isEqualTo("gpt-5-mini");
        JsonNode second = shown.at("/targets/1");
        assertThat(second.path("protocol").asText()).isEqualTo("anthropic-messages");
        assertThat(second.path("translated").asBoolean()).isTrue();
        assertThat(second.at("/request/headers/x-api-key").asText()).isEqualTo("***");
        assertThat(shown.toString()).doesNotContain(SPARE, openai.key(), anthropic.key());
        assertThat(openai.requests()).isEmpty();
        assertThat(anthropic.requests()).isEmpty();
        assertThat(counted()).isEqualTo(before);
    }

    @Test
    void showsHowEachTargetIsDoingAndWhatWouldFollowItsFailures() {
        JsonNode first = explain(CHAT).at("/targets/0");

        assertThat(first.path("breaker").asText()).isEqualTo("closed");
        assertThat(first.path("state"))
                .hasToString("{\"left_alone\":false,\"cause\":null,\"until\":null,\"reason\":null,\"in_flight\":0,"
                        + "\"slots\":{\"max\":7,\"used\":0,\"waiting\":0}}");
        assertThat(first.path("credentials").findValuesAsText("id")).containsExactly("spare", "main");
        assertThat(first.path("credentials").findValuesAsText("status")).containsOnly("available");
        assertThat(first.path("limits"))
                .hasToString("{\"attempts\":6,\"attempts_here\":3,\"longest_wait_ms\":10000,\"deadline_ms\":600000,"
                        + "\"hedge_after_ms\":3000}");
        assertThat(follows(first, "upstream_overloaded"))
                .hasToString("[{\"next\":\"retry\",\"after_ms\":1000,\"target\":\"openai/gpt-5-mini\"},"
                        + "{\"next\":\"retry\",\"after_ms\":2000,\"target\":\"openai/gpt-5-mini\"},"
                        + "{\"next\":\"next_target\",\"target\":\"anthropic/claude-haiku-4-5\"}]");
        assertThat(follows(first, "upstream_auth_failed").findValuesAsText("next"))
                .containsExactly("next_credential", "next_target");
        assertThat(follows(first, "upstream_timeout").findValuesAsText("next")).containsExactly("next_target");
        assertThat(follows(first, "upstream_rejected")).hasToString("[{\"next\":\"callers_mistake\"}]");
        JsonNode second = explain(CHAT).at("/targets/1");
        assertThat(follows(second, "upstream_overloaded").findValuesAsText("next"))
                .as("of six attempts one is counted for the target before")
                .containsExactly("retry", "retry", "no_target_left");
        assertThat(follows(second, "upstream_rate_limited").findValuesAsText("next"))
                .containsExactly("no_target_left");
    }

    private static JsonNode follows(JsonNode target, String kind) {
        for (JsonNode sequence : target.path("after_failure")) {
            for (JsonNode of : sequence.path("kinds")) {
                if (of.asText().equals(kind)) {
                    return sequence.path("then");
                }
            }
        }
        throw new AssertionError("no " + kind + " in " + target);
    }

    @Test
    void whatIsLeftAloneIsShownWithTheReasonAndLast() {
        PoolStates states = gateway.part(Health.class)
                .of(gateway.part(Generations.class).live().orElseThrow().snapshot());
        Target target = Target.of("openai/gpt-5-mini");
        Refusal slow = new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofMinutes(1));
        states.begin(target, "spare").over(slow, false);
        try {
            JsonNode one = explain(CHAT).at("/targets/0");
            assertThat(one.path("credential_id").asText()).isEqualTo("main");
            assertThat(one.at("/credentials/1/id").asText()).isEqualTo("spare");
            assertThat(one.at("/credentials/1/cause").asText()).isEqualTo("rate_limited");
            assertThat(one.at("/credentials/1/until").asText()).isNotEmpty();
            assertThat(follows(one, "upstream_auth_failed").findValuesAsText("next"))
                    .as("the other is no other")
                    .containsExactly("next_target");
            states.begin(target, "main").over(slow, false);

            JsonNode shown = explain(CHAT);

            assertThat(shown.path("goes_to").asText()).isEqualTo("anthropic/claude-haiku-4-5");
            JsonNode last = shown.at("/targets/1");
            assertThat(last.path("target").asText()).isEqualTo("openai/gpt-5-mini");
            assertThat(last.at("/state/left_alone").asBoolean()).isTrue();
            assertThat(last.at("/state/cause").asText()).isEqualTo("rate_limited");
            assertThat(last.at("/refusal/kind").asText()).isEqualTo("upstream_rate_limited");
            assertThat(last.path("request").isNull()).isTrue();
            assertThat(last.has("after_failure")).isFalse();
        } finally {
            gateway.admin("/api/admin/upstreams/openai/reset", "");
        }
    }

    @Test
    void aKeyIsNamedDescribedOrPasted() {
        Answer made = gateway.admin("/api/admin/keys", "{\"name\": \"narrow\", \"allowed_models\": [\"demo\"]}");
        for (String key :
                List.of("\"narrow\"", made.json().path("id").toString(), "{\"allowed_models\": [\"demo\"]}")) {
            JsonNode shown =
                    explain("{\"key\": " + key + ", \"path\": \"/v1/chat/completions\", \"body\": " + CHAT + "}");
            assertThat(shown.path("outcome").asText()).isEqualTo("refused");
            assertThat(shown.at("/reply/status").asInt()).isEqualTo(403);
            assertThat(shown.at("/reply/body/error/code").asText()).isEqualTo("model_not_allowed");
        }
        String pasted = made.json().path("key").asText();
        JsonNode shown =
                explain("{\"path\": \"http://gw:8080/v1/chat/completions?key=x\", \"headers\": {\"authorization\":"
                        + " \"Bearer " + pasted + "\", \"Content-Length\": \"7\"}, \"body\": " + CHAT + "}");
        assertThat(shown.at("/key/name").asText()).isEqualTo("narrow");
        assertThat(shown.toString()).doesNotContain(pasted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/chat/completions | {"model": "none", "messages": []} | refused | 404 | /reply/body/error/code | model_not_found
            /v1/chat/completions | {"model": | refused | 400 | /reply/body/error/code | invalid_json
            /v1/messages         | {"model": "none", "max_tokens": 1, "messages": []} | refused | 404 | /reply/body/error/type | not_found_error
            /v1beta/models/none:generateContent | {"contents": []} | refused | 404 | /reply/body/error/status | NOT_FOUND
            /v1/chat/completions | {"model": "strict", "seed": 5, "messages": [{"role": "user", "content": "Hi"}]} | refused | 400 | /reply/body/error/code | unsupported_value
            /openai/v1/files     | {} | refused | 403 | /reply/body/error/code | role_not_allowed
            /v1/messages/count_tokens | {"model": "openai/gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]} | answered_here | 200 | /targets/0/target | openai/gpt-5-mini
            """)
    void whatNoUpstreamIsAskedForIsShownAsItsCallerWouldGetIt(
            String path, String body, String outcome, int status, String where, String what) {
        String quoted = body.endsWith(":") ? "\"" + body.replace("\"", "\\\"") + "\"" : body;
        JsonNode shown = explain("{\"path\": \"" + path + "\", \"body\": " + quoted + "}");
        assertThat(shown.path("outcome").asText()).as(shown.toString()).isEqualTo(outcome);
        assertThat(shown.at("/reply/status").asInt()).isEqualTo(status);
        assertThat(shown.at(where).asText()).isEqualTo(what);
        Answer real = gateway.call(path, body, Map.of());
        assertThat(real.status()).isEqualTo(status);
    }

    @Test
    void whatPassesThroughIsShownToo() {
        JsonNode shown = explain("{\"path\": \"/openai/v1/files?purpose=batch&api_key=x&page-token=of-somebody&note="
                + SPARE + "\", \"method\": \"get\", \"key\": {\"role\": \"passthrough\"}}");
        assertThat(shown.path("operation").asText()).isEqualTo("passthrough");
        assertThat(shown.at("/targets/0/request/method").asText()).isEqualTo("GET");
        assertThat(shown.at("/targets/0/request/url").asText())
                .isEqualTo(openai.baseUrl() + "/files?purpose=batch&page-token=***&note=***");
        assertThat(shown.toString()).doesNotContain(SPARE, "of-somebody");
    }

    @Test
    void anOpenBreakerIsSeenAndNotCounted() {
        var breaker = gateway.part(Breakers.class).registry().circuitBreaker("openai");
        breaker.transitionToOpenState();
        try {
            long refused = breaker.getMetrics().getNumberOfNotPermittedCalls();
            JsonNode shown = explain(CHAT);
            assertThat(shown.path("goes_to").asText()).isEqualTo("anthropic/claude-haiku-4-5");
            assertThat(shown.at("/targets/0/breaker").asText()).isEqualTo("open");
            assertThat(shown.at("/targets/0/refusal/kind").asText()).isEqualTo("upstream_unavailable");
            assertThat(shown.at("/targets/0").has("after_failure")).isFalse();
            assertThat(breaker.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(refused);
        } finally {
            breaker.reset();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                           | must be a JSON object
            {"model": "x"}                               | chat completion
            {"path": "/v1/chat/completions", "bdoy": {}} | unknown field [bdoy]
            {"path": "v1/chat/completions"}              | begin with a slash
            {"path": "/v1/models", "method": "GET"}      | asks no model
            {"path": "/api/admin/keys"}                  | asks no model
            {"path": "/v1/x", "headers": {"a": 5}}       | header "a"
            {"path": "/v1/x", "body": 5}                 | "body"
            {"path": "/v1/x", "key": 5}                  | "key"
            {"path": "/v1/x", "key": "nobody"}           | no key of this id or name
            {"path": "/v1/x", "key": {"nmae": "x"}}      | unknown field [nmae]
            {                                            | line 1
            """)
    void whatCannotBeExplainedIsSaid(String request, String words) {
        Answer answer = gateway.admin("/api/admin/explain", request);
        assertThat(answer.status()).as(answer.text()).isIn(400, 404);
        assertThat(answer.json().at("/error/message").asText()).contains(words);
    }

    private JsonNode explain(String request) {
        Answer answer = gateway.admin("/api/admin/explain", request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Everything that counts calls. */
    private String counted() {
        return gateway.adminPage("/v1/metrics")
                .text()
                .lines()
                .filter(line -> line.matches("(mehari|gen_ai|resilience4j)_.*"))
                .collect(Collectors.joining("\n"));
    }
}
