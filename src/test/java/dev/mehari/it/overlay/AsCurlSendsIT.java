package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The admin side takes what curl sends, or names what is missing")
class AsCurlSendsIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static Console console;

    @BeforeAll
    static void start() {
        GatewaySetup setup = GatewayProcess.setup();
        setup.edit(
                "routes/dispatch.camel.yaml",
                text -> text.replace("ref: hedge", "ref: dispatch").replace("race\n", "pause\n"));
        console = new Console(setup.start());
    }

    @AfterAll
    static void stop() {
        console.gateway().close();
    }

    private static HttpResponse<String> post(String path, String type, String body) {
        return console.gateway()
                .send(console.gateway().admin(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "upstreams/demo/disable   | application/x-www-form-urlencoded | `` ",
                "upstreams/demo/disable   | text/plain | ` `",
                "upstreams/demo/disable   | application/json | {\"reason\": \"too dear\"}",
                "upstreams/demo/enable    | application/xml | `` ",
                "upstreams/demo/reset     | application/octet-stream | `` ",
                "targets/disable          | application/json; charset=utf-8 | {\"target\": \"demo/none\", \"reason\": null}",
                "targets/enable           | application/json | {\"target\": \"demo/none\"}",
            })
    @DisplayName("acts by hand, with a reason or without, whatever nothing is called")
    void actsByHand(String path, String type, String body) {
        assertThat(Console.json(post("/api/admin/" + path, type, body), 200).isObject())
                .isTrue();
        Console.json(post("/api/admin/upstreams/demo/enable", FORM, ""), 200);
    }

    @Test
    @DisplayName("a body that is called something else is told the name of the header")
    void namesTheHeader() {
        assertThat(Console.error(post("/api/admin/upstreams/demo/disable", FORM, "{\"reason\": \"dear\"}"), 415))
                .contains("Content-Type", FORM, "application/json");
        assertThat(Console.error(post("/api/admin/keys", "text/plain", "name: batch"), 415))
                .contains("Content-Type");
        assertThat(Console.error(post("/api/admin/keys", "application/json", "{name"), 400))
                .doesNotContain("Content-Type");
    }

    @Test
    @DisplayName("a field that nobody knows is told, not ignored")
    void unknownFields() {
        assertThat(Console.error(post("/api/admin/upstreams/demo/disable", JSON, "{\"raeson\": \"x\"}"), 400))
                .contains("raeson", "reason");
        assertThat(Console.error(
                        post("/api/admin/targets/disable", JSON, "{\"target\": \"demo/a\", \"reason\": 3}"), 400))
                .contains("reason");
    }

    @Test
    @DisplayName(
            "an endpoint of a template gets the key that is given, or a refusal for what curl calls a form, and shows none that was not given")
    void templates() {
        String template = "/api/endpoints/endpoints/from-template?template_name=openai&name=";
        assertThat(Console.error(post(template + "given", FORM, "{\"api_key\": \"sk-house-0123456789\"}"), 415))
                .contains("Content-Type");
        JsonNode given = Console.json(post(template + "given", JSON, "{\"api_key\": \"sk-house-0123456789\"}"), 201);
        assertThat(given.path("on").asBoolean()).isTrue();
        assertThat(given.at("/config/credentials/0/key").asText()).isEqualTo("***");
        JsonNode none = Console.json(post(template + "none", FORM, ""), 201);
        assertThat(none.path("on").asBoolean()).isFalse();
        assertThat(none.at("/config/credentials/0/key").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/endpoints/routing/toggle-zai-webui enabled",
                "/api/endpoints/endpoints/from-template?name=x template_name",
                "/api/endpoints/endpoints/from-template?template_name=openai name",
            })
    @DisplayName("a parameter that is missing is named")
    void missingParameters(String asked) {
        String[] parts = asked.split(" ", 2);
        assertThat(Console.error(post(parts[0], FORM, ""), 400)).contains("\"" + parts[1] + "\"");
    }

    @Test
    @DisplayName("so is one of the wrong form")
    void wrongParameter() {
        assertThat(Console.error(console.get("/api/admin/audit?limit=many"), 400))
                .contains("\"limit\"");
    }

    @Test
    @DisplayName("costs of nothing are 0, not 0E-9")
    void costs() {
        Console.json(
                post(
                        "/api/endpoints/endpoints/from-template?template_name=openai&name=costs",
                        JSON,
                        "{\"api_key\": \"sk-costs-0123456789\"}"),
                201);
        assertThat(console.get("/v1/tokens/stats").body()).contains("\"total_cost\":0,");
    }

    @Test
    @DisplayName("an alias that the routes of an earlier version can do nothing for is refused, and they are a notice")
    void olderRoutes() {
        assertThat(Console.error(
                        console.put(
                                "/api/admin/models/two",
                                "{\"targets\": [\"demo/a\", \"demo/b\"], \"hedge-after\": \"2s\"}"),
                        400))
                .contains("routes/dispatch.camel.yaml", "hedge.race", "models/two");
        JsonNode live = console.page("/api/admin/live");
        assertThat(live.path("notices").findValuesAsText("message")).anyMatch(text -> text.contains("hedge.race"));
        assertThat(live.path("degraded").asBoolean()).isFalse();
        assertThat(console.chat("demo")).isEqualTo(200);
    }

    @Test
    @DisplayName("fault 5.7: the effective configuration has what was read at the start, and what is shipped of models")
    void effective() {
        JsonNode config = console.page("/api/admin/config/effective").path("config");
        assertThat(config.at("/variables/MEHARI_ADMIN_PASSWORD/value").asText()).isEqualTo("***");
        assertThat(config.path("application")
                        .path("server.port")
                        .at("/source/variable")
                        .asText())
                .isEqualTo("SERVER_PORT");
        assertThat(config.path("application")
                        .path("mehari.live.drain")
                        .at("/source/kind")
                        .asText())
                .isEqualTo("default");
        assertThat(config.path("capabilities")
                        .path("*/claude-*")
                        .at("/sampling/source/kind")
                        .asText())
                .isEqualTo("default");
        assertThat(config.toString()).doesNotContain(GatewaySetup.ADMIN_PASSWORD, GatewaySetup.KEY);
    }
}
