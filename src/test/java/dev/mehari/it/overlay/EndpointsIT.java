package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@DisplayName("S4's routing control: its requests, as they stand in the seed, work on a new gateway")
@TestMethodOrder(OrderAnnotation.class)
class EndpointsIT {
    private static final String ROUTING = "/api/endpoints/routing/config";
    private static final String TOGGLE = "/api/endpoints/routing/toggle-zai-webui?enabled=";
    /** The seed's own body. */
    private static final String PUT = """
            {
              "default_route": "zai_webui",
              "zai_webui_enabled": true,
              "load_balancing": "round_robin",
              "fallback_enabled": true
            }
            """;

    private static final OpenAiFake VENDOR = OpenAiFake.start();
    private static final OpenAiFake OTHER = OpenAiFake.start();
    private static final GatewaySetup SETUP = GatewayProcess.setup()
            .env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1")
            .withoutRetries()
            .withoutBreakers();
    private static Console console;

    @BeforeAll
    static void start() {
        console = new Console(SETUP.start());
    }

    @AfterAll
    static void stop() {
        console.gateway().close();
        VENDOR.close();
        OTHER.close();
    }

    @Test
    @Order(1)
    @DisplayName("before anybody changed anything")
    void asShipped() {
        JsonNode routing = console.page(ROUTING);
        assertThat(routing.path("default_route").isNull()).isTrue();
        assertThat(routing.path("zai_webui_enabled").asBoolean()).isFalse();
        assertThat(routing.path("fallback_enabled").asBoolean()).isTrue();
        assertThat(routing.path("auto_scaling").toString())
                .isEqualTo("{\"enabled\":true,\"min_instances\":3,\"max_instances\":10,\"scale_up_threshold\":0.8,"
                        + "\"scale_down_threshold\":0.3,\"cooldown_seconds\":300}");
        assertThat(console.chat("nobody-knows-this")).isEqualTo(404);
        assertThat(console.page("/api/endpoints/templates/providers")
                        .path("templates")
                        .fieldNames())
                .toIterable()
                .containsExactly(
                        "openai", "anthropic", "gemini", "zai", "openai-compatible", "codegen_api", "zai_webui");
        JsonNode defaults = console.page("/api/endpoints/defaults/endpoints?codegen_org_id=123&codegen_token=abc");
        assertThat(defaults.path("endpoints").findValuesAsText("org_id")).containsExactly("123");
        assertThat(defaults.path("endpoints").findValuesAsText("bearer_token")).containsExactly("***");
        assertThat(defaults.path("endpoints").findValuesAsText("max_pool_size")).containsExactly("10");
    }

    @Test
    @Order(2)
    @DisplayName("only an admin may look or change")
    void adminsOnly() {
        for (String method : List.of("GET", "PUT")) {
            assertThat(console.gateway()
                            .send(HttpRequest.newBuilder(
                                            URI.create(console.gateway().url() + ROUTING))
                                    .header("Authorization", "Bearer " + GatewaySetup.KEY)
                                    .method(method, HttpRequest.BodyPublishers.ofString(PUT)))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    @Order(3)
    @DisplayName("an endpoint of a template takes the calls that match nothing else, and another those that fail there")
    void defaultRoute() {
        JsonNode made = Console.json(
                console.post(
                        "/api/endpoints/endpoints/from-template?template_name=openai-compatible&name=My%20House",
                        "{\"base_url\":\"" + VENDOR.baseUrl() + "\",\"api_key\":\"" + VENDOR.key() + "\"}"),
                201);
        assertThat(made.path("upstream").asText()).isEqualTo("my-house");
        assertThat(made.path("on").asBoolean()).isTrue();
        assertThat(made.toString()).doesNotContain(VENDOR.key());
        Console.json(console.put("/api/admin/upstreams/other", Console.upstream(OTHER.baseUrl(), OTHER.key())), 201);

        JsonNode routing = Console.json(
                console.put(
                        ROUTING,
                        "{\"default_route\":\"my_house\",\"fallback_routes\":[\"other/gpt-4.1-mini\"],"
                                + "\"load_balancing\":\"ordered\"}"),
                200);
        assertThat(routing.path("default_route").asText()).isEqualTo("my_house");
        assertThat(served("nobody-knows-this")).isEqualTo("my-house nobody-knows-this");

        VENDOR.always(Answer.error(500));
        assertThat(served("nobody-knows-this")).isEqualTo("other gpt-4.1-mini");
        Console.json(console.put(ROUTING, "{\"fallback_enabled\":false}"), 200);
        assertThat(console.chat("nobody-knows-this")).isEqualTo(500);
        assertThat(Console.error(console.delete("/api/admin/upstreams/my-house"), 409))
                .contains("settings/routing");
        assertThat(Console.error(console.put("/api/admin/models/*", Console.alias("demo/demo")), 409))
                .contains("default route");
        assertThat(Console.error(console.put(ROUTING, "{\"default_route\":\"nowhere\"}"), 400))
                .contains("No configured endpoint");
        assertThat(Console.error(console.put(ROUTING, "{\"default_rout\":\"other\"}"), 400))
                .contains("default_route");
        assertThat(console.page("/api/endpoints/health").path("endpoints").findValuesAsText("name"))
                .contains("my-house", "other", "openai");
        Console.json(console.put(ROUTING, "{\"default_route\":null}"), 200);
        assertThat(console.chat("nobody-knows-this")).isEqualTo(404);
    }

    @Test
    @Order(4)
    @DisplayName("the web chat goes on and off, and stays so after a restart")
    void toggle() {
        assertThat(Console.json(console.post(TOGGLE + "true", ""), 200)
                        .path("zai_webui_enabled")
                        .asBoolean())
                .isTrue();
        assertThat(console.page("/api/admin/upstreams/zai-webui")
                        .path("config")
                        .path("base-url")
                        .asText())
                .isEqualTo("https://chat.z.ai");
        assertThat(Console.json(console.post(TOGGLE + "false", ""), 200)
                        .path("zai_webui_enabled")
                        .asBoolean())
                .isFalse();
        assertThat(Console.error(console.post(TOGGLE + "maybe", ""), 400)).contains("true or false");

        JsonNode routing = Console.json(console.put(ROUTING, PUT), 200);
        assertThat(routing.path("default_route").asText()).isEqualTo("zai_webui");
        assertThat(routing.path("load_balancing").asText()).isEqualTo("round_robin");
        JsonNode scaled = Console.json(
                console.put(
                        ROUTING,
                        "{\"auto_scaling\":{\"enabled\":true,\"min_instances\":1,\"max_instances\":7,"
                                + "\"scale_up_threshold\":0.9,\"scale_down_threshold\":0.2,\"cooldown_seconds\":60}}"),
                200);
        assertThat(console.page("/api/admin/upstreams/zai-webui")
                        .path("config")
                        .path("sessions")
                        .toString())
                .contains("\"max\":7", "\"cooldown\":\"60s\"");
        assertThat(console.page("/api/admin/config/effective")
                        .path("config")
                        .path("models")
                        .path("*")
                        .toString())
                .contains("zai-webui/glm-4.5v", "settings/routing");

        console.gateway().stop();
        console = new Console(SETUP.start());
        assertThat(console.page(ROUTING)).isEqualTo(scaled);
        assertThat(Console.json(
                                console.post(
                                        "/api/endpoints/endpoints/from-template?template_name=zai_webui&name=My%20Z.AI%20Endpoint",
                                        ""),
                                201)
                        .path("upstream")
                        .asText())
                .isEqualTo("my-z-ai-endpoint");
    }

    private static String served(String model) {
        var reply = console.chatReply(model);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.headers().firstValue("x-mehari-upstream").orElse("") + " "
                + reply.headers().firstValue("x-mehari-model").orElse("");
    }
}
