package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules, strategies, canaries and fallbacks that callers name, as callers of the packaged gateway meet them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesIT {
    private static final String MODELS = """
            models:
              fast:
                targets: [openai/a, openai/b]
                rules:
                  - {name: gold, conditions: {field: headers.x-tier, operator: eq, value: gold}, targets: [openai/gold]}
                  - {name: cool, conditions: [{field: body.temperature, operator: lte, value: 0.5},
                     {field: "body.messages[0].role", operator: in, value: [user]}], model: cold}
                  - {name: long, conditions: {field: token_usage.input_tokens, operator: gt, value: 500}, targets: [openai/long]}
                  - {name: batch, conditions: {field: key.tags, operator: contains, value: batch}, tags: [cheap]}
              cold: {targets: [openai/cold]}
              turns: {targets: [openai/a, openai/b, openai/c], strategy: round-robin}
              shares: {targets: [{target: openai/a, weight: 3}, {target: openai/b, weight: 1}], strategy: weighted}
              stays: {targets: [openai/a, openai/b, openai/c], strategy: sticky, sticky: {by: "header:x-session"}}
              next: {targets: [openai/a], canary: {target: openai/canary, percent: 25}}
              claude: {targets: [anthropic/claude-sonnet-4-5]}
            teams:
              legal: {rules: [{name: legal, targets: [openai/legal]}]}
            rules:
              - name: closed
                conditions: {all: [{field: headers.x-closed, operator: exists},
                  {not: {field: team.name, operator: eq, value: legal}}]}
                refuse: we are closed
            """;

    private World world;
    private Admin admin;

    @BeforeAll
    void start() {
        world = World.with(
                setup -> setup.file("config/models.yaml", MODELS).edit("routes/routing.camel.yaml", RulesIT::withTag));
        admin = new Admin(world);
    }

    /** What a rule tagged, a route may decide by. */
    private static String withTag(String text) {
        String trial = "              - id: trial\n";
        return text.replace(trial, """
                              - id: cheap
                                expression:
                                  simple:
                                    expression: "${body.tags} contains 'cheap'"
                                steps:
                                  - bean:
                                      ref: plan
                                      method: "only(${body}, 'openai/cheap')"
                """ + trial);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @AfterEach
    void good() {
        world.openai().always(Answer.text("fine"));
    }

    private RawClient.Response call(String key, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>(Dialect.OPENAI.key(key));
        all.putAll(headers);
        return world.post("/v1/chat/completions", all, body);
    }

    private String model(String key, Map<String, String> headers, String body) {
        RawClient.Response reply = call(key, headers, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return String.valueOf(reply.headers().first("x-mehari-model"));
    }

    private static String body(String model, String more, String text) {
        return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x-none | none   |                     | 1    | a
                    X-Tier | gold   |                     | 1    | gold
                    X-Tier | silver |                     | 1    | a
                    x-none | none   | ,"temperature":0.5  | 1    | cold
                    x-none | none   | ,"temperature":0.6  | 1    | a
                    x-none | none   |                     | 2000 | long
                    """)
    void theFirstRuleThatFitsDecides(String header, String value, String more, int words, String model) {
        String text = "word ".repeat(words);

        assertThat(model(GatewaySetup.KEY, Map.of(header, value), body("fast", more == null ? "" : more, text)))
                .isEqualTo(model);
        assertThat(world.openai().lastRequest().json().path("model").asText()).isEqualTo(model);
    }

    @Test
    void rulesGoByTheKeyItsTeamAndRoutesByTheTagsOfRules() {
        assertThat(model(admin.value("\"tags\":[\"batch\"]"), Map.of(), body("fast", "", "hi")))
                .isEqualTo("cheap");
        assertThat(model(admin.value("\"team\":\"legal\""), Map.of("x-closed", "1"), body("fast", "", "hi")))
                .isEqualTo("legal");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsInTheCallersFormatAndReachesNobody(Dialect dialect) {
        int reached = world.reached();
        Map<String, String> headers = new HashMap<>(dialect.key());
        headers.put("x-closed", "1");

        RawClient.Response reply = world.post(dialect.path("claude"), headers, dialect.body("claude"));

        assertThat(dialect.error(reply, 403)).isEqualTo("we are closed");
        assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("client");
        assertThat(world.reached()).isEqualTo(reached);
    }

    private Map<String, Integer> shares(String alias, Map<String, String> headers, int calls) {
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            shares.merge(model(GatewaySetup.KEY, headers, body(alias, "", "hi")), 1, Integer::sum);
        }
        return shares;
    }

    @Test
    void strategiesShareTheCalls() {
        assertThat(shares("turns", Map.of(), 30)).isEqualTo(Map.of("a", 10, "b", 10, "c", 10));
        assertThat(shares("shares", Map.of(), 40)).isEqualTo(Map.of("a", 30, "b", 10));
        assertThat(shares("next", Map.of(), 40)).isEqualTo(Map.of("a", 30, "canary", 10));
        for (String session : List.of("s1", "s2", "s3")) {
            assertThat(shares("stays", Map.of("x-session", session), 5)).hasSize(1);
        }
    }

    @Test
    void aFallbackThatTheCallerNamesAnswersWhenTheOthersFail() {
        world.openai().always(Answer.error(503));
        String body = body("turns", "", "hi");

        assertThat(call(GatewaySetup.KEY, Map.of(), body).status()).isEqualTo(503);
        assertThat(model(GatewaySetup.KEY, Map.of("x-mehari-fallbacks", "claude"), body))
                .isEqualTo("claude-sonnet-4-5");

        String key = admin.value("\"allowed_models\":[\"turns\"]");
        int reached = world.reached();
        RawClient.Response refused = call(key, Map.of("x-mehari-fallbacks", "claude"), body);
        assertThat(Dialect.OPENAI.error(refused, 403)).contains("x-mehari-fallbacks", "claude");
        assertThat(world.reached()).isEqualTo(reached);
    }
}
