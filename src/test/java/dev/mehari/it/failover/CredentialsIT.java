package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The tests are the chapters of one story: a restart between two of them is part of it. */
@DisplayName("faults 2.10, 6.4, 2.16a: credentials and targets that are left alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CredentialsIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String BAD = "sk-fake-refused-key-of-the-pool-0001";
    private static final String SLOW = "sk-fake-limited-key-of-the-pool-0002";
    private static final String CHECKED = "sk-fake-checked-key-0000000000003";
    private static final String UPSTREAMS = """
            upstreams:
              trio:
                protocol: openai-chat
                base-url: U1
                credentials:
                  - {id: bad, key: "env:BAD"}
                  - {id: slow, key: "env:SLOW"}
                  - {id: main, key: "env:GOOD"}
              lone:
                protocol: openai-chat
                base-url: U2
                credentials: [{id: main, key: "env:LONE"}]
              spare:
                protocol: openai-chat
                base-url: U3
                credentials: [{id: main, key: "env:SPARE"}, {id: checked, key: "env:CHECKED"}]
                credential-pool: {health-check-interval: 2s}
            """;
    private static final String MODELS = """
            models:
              three: {targets: [trio/gpt-4.1]}
              one: {targets: [lone/gpt-4.1]}
              two: {targets: [lone/gpt-4.1, spare/gpt-4.1]}
              other: {targets: [lone/gpt-4.1-mini]}
            """;

    private static OpenAiFake trio;
    private static OpenAiFake lone;
    private static OpenAiFake spare;
    private static GatewaySetup setup;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        trio = OpenAiFake.start();
        lone = OpenAiFake.start();
        spare = OpenAiFake.start();
        trio.taking(BAD).taking(SLOW);
        spare.taking(CHECKED);
        trio.answering(request -> {
            String headers = request.headers().toString();
            return headers.contains(BAD)
                    ? Answer.error(401)
                    : headers.contains(SLOW)
                            ? Answer.error(429).retryAfter(Duration.ofSeconds(60))
                            : Answer.text("It is warm.");
        });
        setup = GatewayProcess.setup()
                .env("BAD", BAD)
                .env("SLOW", SLOW)
                .env("GOOD", trio.key())
                .env("LONE", lone.key())
                .env("SPARE", spare.key())
                .env("CHECKED", CHECKED)
                .file(
                        "config/upstreams.yaml",
                        UPSTREAMS
                                .replace("U1", trio.baseUrl())
                                .replace("U2", lone.baseUrl())
                                .replace("U3", spare.baseUrl()))
                .file("config/models.yaml", MODELS)
                .file("config/prices.yaml", """
                        version: test
                        prices:
                          "trio/*": {input: 1, output: 2, date: 2026-11-01, source: test}
                        """);
        gateway = setup.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        List.of(trio, lone, spare).forEach(OpenAiFake::close);
    }

    private static RawClient.Response call(String model) {
        return call(Way.OPENAI_JSON, model);
    }

    private static RawClient.Response call(Way way, String model) {
        try (RawClient client = RawClient.to(gateway.url()).send(way.request(model, GatewaySetup.KEY, ""))) {
            return client.response();
        }
    }

    private static JsonNode get(String path) {
        return Chain.json(gateway.adminPage(path));
    }

    private static HttpResponse<String> post(String path, String json) {
        return gateway.send(gateway.admin(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The status of a call over a connection that others use too. */
    private static int chat(String model) {
        return gateway.send(HttpRequest.newBuilder(java.net.URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + GatewaySetup.KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Way.OPENAI_JSON.dialect.body(model, false, "Warm?"))))
                .statusCode();
    }

    private static HttpResponse<String> count(String model) {
        return gateway.send(HttpRequest.newBuilder(java.net.URI.create(gateway.url() + "/v1/messages/count_tokens"))
                .header("x-api-key", GatewaySetup.KEY)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Warm?\"}]}")));
    }

    private static JsonNode token(String id) {
        for (JsonNode token : get("/v1/tokens/stats").path("tokens")) {
            if (token.path("token_id").asText().equals(id)) {
                return token;
            }
        }
        throw new AssertionError("no token " + id);
    }

    private static String metric(String line) {
        return gateway.adminPage("/v1/metrics")
                .lines()
                .filter(one -> one.startsWith(line))
                .map(one -> one.substring(one.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    private static long asked(String key) {
        return trio.requests().stream()
                .filter(request -> request.headers().toString().contains(key))
                .count();
    }

    @Test
    @Order(1)
    @DisplayName("fault 2.10: one credential is refused, one is limited, one is good: every call succeeds")
    void everyCallSucceeds() {
        assertThat(IntStream.range(0, 30).mapToObj(i -> call("three").status())).containsOnly(200);

        assertThat(asked(BAD)).as("it rests for 10 s").isLessThanOrEqualTo(3);
        assertThat(asked(SLOW)).as("it named a minute").isEqualTo(1);
        assertThat(asked(trio.key())).isEqualTo(30);
    }

    @Test
    @Order(2)
    @DisplayName("the figures are exact, under the names of the contract, and no secret is among them")
    void figures() {
        String page = gateway.adminPage("/v1/tokens/stats");
        JsonNode good = Eventually.get(
                SOON,
                () -> token("trio:main"),
                t -> t.at("/stats/total_input_tokens").asInt() == 330);
        JsonNode slow = token("trio:slow");

        assertThat(page).doesNotContain(BAD, SLOW, trio.key());
        assertThat(good.path("token").asText()).startsWith("sk-***");
        assertThat(good.path("status").asText()).isEqualTo("available");
        assertThat(good.path("health_score").asDouble()).isEqualTo(1);
        assertThat(good.path("stats").toString())
                .startsWith("{\"total_requests\":30,\"successful_requests\":30,\"failed_requests\":0,"
                        + "\"total_input_tokens\":330,\"total_output_tokens\":210,\"total_cost\":7.5E-4,"
                        + "\"avg_response_time\":");
        assertThat(good.at("/stats/avg_response_time").asDouble()).isPositive();
        assertThat(slow.path("stats").toString())
                .startsWith("{\"total_requests\":1,\"successful_requests\":0,\"failed");
        assertThat(slow.path("errors").toString()).isEqualTo("{\"upstream_rate_limited\":1}");
        assertThat(slow.path("left_alone").asBoolean()).as("for other models").isFalse();
        assertThat(slow.at("/limited/0/model").asText()).isEqualTo("gpt-4.1");
        assertThat(slow.at("/limited/0/reason").asText()).contains("limits the rate of calls");
        assertThat(slow.at("/limited/0/until").asText()).isNotEmpty();
        assertThat(token("trio:bad").path("status").asText()).isEqualTo("degraded");
        assertThat(metric("glm_token_errors_total{error_type=\"upstream_rate_limited\",token_id=\"trio:slow\"}"))
                .isEqualTo("1.0");
        assertThat(metric("glm_token_usage_cost_usd_count")).isEqualTo("30");
        assertThat(metric("glm_active_tokens")).isEqualTo("6.0");
        assertThat(metric("mehari_credential_state{credential=\"bad\",state=\"degraded\",upstream=\"trio\"}"))
                .startsWith("1");
        assertThat(metric("mehari_left_alone{cause=\"rate_limited\",kind=\"credential\",name=\"trio:slow/gpt-4.1\"}"))
                .startsWith("1");
        assertThat(gateway.output()).contains("credential \"trio:slow\" is cooling: upstream \"trio\" limits");
    }

    @Test
    @Order(3)
    @DisplayName("fault 2.10: an edit of the files takes nothing back")
    void reload() {
        int before = get("/api/admin/live").path("generation").asInt();
        setup.edit("config/models.yaml", text -> text + "  four: {targets: [trio/gpt-4.1]}\n");
        Eventually.get(SOON, () -> get("/api/admin/live").path("generation").asInt(), now -> now > before);

        assertThat(IntStream.range(0, 6).mapToObj(i -> call("four").status())).containsOnly(200);
        assertThat(asked(SLOW)).isEqualTo(1);
        assertThat(token("trio:main").at("/stats/total_requests").asInt()).isEqualTo(36);
    }

    @Test
    @Order(4)
    @DisplayName("a reset takes a credential back at once; ids are unique, or say where")
    void reset() {
        assertThat(post("/api/admin/credentials/nobody/reset", "").statusCode()).isEqualTo(404);
        assertThat(post("/api/admin/credentials/main/reset", "").statusCode()).isEqualTo(409);
        assertThat(post("/api/admin/credentials/slow/reset", "").body()).contains("\"limited\":[]");
        IntStream.range(0, 6).forEach(i -> call("three"));

        assertThat(asked(SLOW)).isEqualTo(2);
        HttpResponse<String> nobody = gateway.send(
                HttpRequest.newBuilder(java.net.URI.create(gateway.url() + "/api/admin/credentials/slow/reset"))
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    @Test
    @Order(5)
    @DisplayName(
            "fault 2.10: the only credential has to wait a minute: 429 at once with what is left, in each protocol")
    void allCool() {
        lone.always(Answer.error(429).retryAfter(Duration.ofSeconds(60)));
        call("one");
        lone.server().forget();
        for (Way way : List.of(Way.OPENAI_JSON, Way.ANTHROPIC_JSON, Way.GEMINI_JSON, Way.OPENAI_STREAM)) {
            RawClient.Response response = call(way, "one");

            assertThat(response.status()).as(response.text()).isEqualTo(429);
            assertThat(Long.parseLong(String.valueOf(response.headers().first("retry-after"))))
                    .isBetween(30L, 60L);
            assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("upstream");
            assertThat(response.text()).contains("limits the rate of calls");
        }
        assertThat(call("two").status()).as("the other target").isEqualTo(200);
        assertThat(count("one").statusCode())
                .as("tokens are counted here, whatever the target does")
                .isEqualTo(200);
        assertThat(lone.requests()).isEmpty();
        assertThat(call("other").status()).as("another model of it").isEqualTo(429);
        assertThat(lone.requests()).hasSize(1);
        post("/api/admin/upstreams/lone/reset", "");
        lone.always(Answer.text("Well again."));
        assertThat(call("one").status()).isEqualTo(200);
    }

    @Test
    @Order(6)
    @DisplayName("fault 2.10: a target that is switched off gets no call of 1,000, also after a restart")
    void switchedOff() {
        lone.server().forget();
        HttpResponse<String> off =
                post("/api/admin/targets/disable", "{\"target\":\"lone/gpt-4.1\",\"reason\":\"too dear\"}");
        assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
        assertThat(post("/api/admin/targets/disable", "{\"target\":\"lone/*\"}").body())
                .as("it would switch nothing off")
                .contains("invalid_request", "or the upstream");
        assertThat(IntStream.range(0, 1000).parallel().mapToObj(i -> chat("two")))
                .containsOnly(200);
        assertThat(lone.requests()).isEmpty();
        assertThat(call("one").status()).isEqualTo(503);
        assertThat(gateway.output()).contains("audit: admin disables target \"lone/gpt-4.1\": too dear");

        gateway.stop();
        gateway = setup.start();

        assertThat(get("/api/admin/health").path("disabled").toString()).contains("lone/gpt-4.1", "too dear");
        assertThat(call("two").status()).isEqualTo(200);
        assertThat(lone.requests()).isEmpty();
        post("/api/admin/targets/enable", "{\"target\":\"lone/gpt-4.1\"}");
        assertThat(call("one").status()).isEqualTo(200);
        assertThat(lone.requests()).hasSize(1);
    }

    @Test
    @Order(7)
    @DisplayName(
            "fault 2.16a: pages of health call no model; a check that is asked for is a list of models, and its refusal counts")
    void healthIsFree() {
        List.of(trio, lone, spare).forEach(fake -> fake.server().forget());
        for (int i = 0; i < 20; i++) {
            for (String path : List.of(
                    "/health",
                    "/ready",
                    "/v1/health",
                    "/v1/tokens/stats",
                    "/api/admin/health",
                    "/api/admin/live",
                    "/v1/metrics")) {
                gateway.adminPage(path);
            }
        }
        Eventually.get(SOON, () -> spare.requests().size(), seen -> seen >= 4);

        assertThat(trio.requests()).isEmpty();
        assertThat(lone.requests()).isEmpty();
        assertThat(spare.requests())
                .allMatch(r -> r.method().equals("GET") && r.path().endsWith("/models"));
        assertThat(get("/v1/health")
                        .at("/upstreams/spare/credentials/available")
                        .asInt())
                .isEqualTo(2);
    }
}
