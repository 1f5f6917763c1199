package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.wire.Eventually;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 6.5: why a call goes where it goes, asked of the packaged jar before and after")
class ExplainIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT =
            "{\"model\": \"fast\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
    private static final String ROUTE = """
                          - id: gold
                            expression:
                              simple:
                                expression: "${body.header('x-tier')} == 'gold'"
                            steps:
                              - bean:
                                  id: golden
                                  ref: plan
                                  method: "first(${body}, 'openai/gpt-4.1')"
            """;

    private static GatewaySetup setup(OpenAiFake openai) {
        return GatewayProcess.setup()
                .upstream(openai)
                .edit(
                        "config/upstreams.yaml",
                        text -> text.replaceFirst("protocol: openai\n", "protocol: openai-chat\n"))
                .edit(
                        "config/models.yaml",
                        text -> text + "  fast: {targets: [anthropic/claude-haiku-4-5, demo/demo]}\n")
                .edit(
                        "routes/routing.camel.yaml",
                        text -> text.replace("            when:\n", "            when:\n" + ROUTE))
                .file(
                        "request.json",
                        "{\"path\": \"/v1/chat/completions\", \"headers\": {\"X-Tier\": \"gold\"}, \"body\": " + CHAT
                                + "}");
    }

    @Test
    void theRunningGatewaySaysItBeforeAndItsRowAfter() throws IOException {
        try (OpenAiFake openai = OpenAiFake.start();
                GatewayProcess gateway = setup(openai).start()) {
            JsonNode explained = JSON.readTree(gateway.send(gateway.admin("/api/admin/explain")
                            // As curl -d calls it.
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofFile(
                                    gateway.settings().home().resolve("request.json"))))
                    .body());
            assertThat(openai.requests()).isEmpty();
            assertThat(explained.path("goes_to").asText())
                    .as(explained.toString())
                    .isEqualTo("openai/gpt-4.1");

            HttpResponse<String> real =
                    gateway.send(HttpRequest.newBuilder(java.net.URI.create(gateway.url() + "/v1/chat/completions"))
                            .header("Authorization", "Bearer " + GatewaySetup.KEY)
                            .header("X-Tier", "gold")
                            .POST(HttpRequest.BodyPublishers.ofString(CHAT)));

            assertThat(real.headers().firstValue("x-mehari-model")).hasValue("gpt-4.1");
            assertThat(openai.lastRequest().json()).isEqualTo(explained.at("/targets/0/request/body"));
            String id = real.headers().firstValue("x-request-id").orElseThrow();
            String row = Eventually.get(
                            Duration.ofSeconds(10),
                            () -> gateway.send(gateway.admin("/api/admin/logs/" + id)),
                            page -> page.statusCode() == 200)
                    .body();
            assertThat(JSON.readTree(row).path("decision")).isEqualTo(explained.path("decision"));
            assertThat(JSON.readTree(row).path("decision").findValuesAsText("kind"))
                    .containsExactly("alias", "target_left_out", "route");
            assertThat(JSON.readTree(row).at("/attempts/0/next").asText()).isEqualTo("done");
        }
    }

    @Test
    void theCommandSaysItWithoutAGateway() throws IOException {
        try (OpenAiFake openai = OpenAiFake.start()) {
            GatewaySetup setup = setup(openai);

            String said = run(setup.arguments("explain", "request.json"), 0);

            assertThat(said)
                    .startsWith("outcome  sent to openai/gpt-4.1\n")
                    .contains(
                            "plan     openai/gpt-4.1, demo/demo\n",
                            "why      target_left_out anthropic/claude-haiku-4-5: has no credential\n",
                            "why      route openai/gpt-4.1: a route puts it first\n",
                            "1. openai/gpt-4.1, credential main, speaks openai-chat\n",
                            "   POST " + openai.baseUrl() + "/chat/completions\n",
                            "   Authorization: Bearer ***\n")
                    .doesNotContain(openai.key());
            JsonNode shown = JSON.readTree(run(setup.arguments("explain", "request.json", "--json"), 0));
            assertThat(shown.at("/targets/0/request/body/model").asText()).isEqualTo("gpt-4.1");
            assertThat(openai.server().connections()).isEmpty();
            try (Stream<Path> left = Files.list(setup.data())) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void theCommandAsksARunningGatewayForWhatItDoesNotKnow() throws IOException {
        try (OpenAiFake openai = OpenAiFake.start();
                GatewayProcess gateway = setup(openai).start()) {
            gateway.send(gateway.admin("/api/admin/keys")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"name\": \"narrow\", \"allowed_models\": [\"demo\"]}")));
            GatewaySetup setup = gateway.settings();

            assertThat(run(setup.arguments("explain", "--url", gateway.url() + "/", "request.json"), 0))
                    .startsWith("outcome  sent to openai/gpt-4.1\n")
                    .contains(
                            "   state: breaker closed, 0 under way\n",
                            "   credentials: main (available)\n",
                            "retry after 1000 ms, then retry after 2000 ms, then next_target\n")
                    .doesNotContain("unknown", openai.key(), GatewaySetup.ADMIN_PASSWORD);
            JsonNode asKey = JSON.readTree(run(
                    setup.arguments("explain", "request.json", "--json", "--key", "narrow", "--url", gateway.url()),
                    0));
            assertThat(asKey.at("/reply/body/error/code").asText()).isEqualTo("model_not_allowed");
            assertThat(openai.requests()).isEmpty();
        }
    }

    @Test
    void theCommandKnowsAKeysRules() {
        GatewaySetup setup = GatewayProcess.setup()
                .edit(
                        "config/models.yaml",
                        text -> text + "keys: {batch: {rules: [{name: not now, refuse: batches run at night}]}}\n")
                .file("request.json", CHAT.replace("fast", "demo"));

        assertThat(run(setup.arguments("explain", "request.json", "--key", "batch"), 0))
                .startsWith("outcome  refused with 403\n")
                .contains(
                        "unknown  of the key \"batch\" anything but its rules",
                        "unknown  what admins wrote into the database",
                        "unknown  calls before: states of credentials",
                        "why      rule_applied not now");
        String other = run(setup.arguments("explain", "request.json"), 0);
        assertThat(other)
                .startsWith("outcome  sent to demo/demo\n")
                .contains("unknown  virtual keys: whoever sends one is taken for anyone")
                .doesNotContain("state:", "breaker closed", "(available");
    }

    @Test
    void theCommandNamesWhatItCannotDo() {
        GatewaySetup setup = GatewayProcess.setup();
        assertThat(run(setup.arguments("explain", "nowhere.json"), 78))
                .startsWith("nowhere.json: ")
                .hasLineCount(1);
        setup.file("request.json", "{\"path\": \"/v1/messages\", \"key\": \"batch\", \"body\": {}}");
        assertThat(run(setup.arguments("explain", "request.json"), 78))
                .startsWith("request.json: virtual keys are in the database")
                .hasLineCount(1);
        setup.edit("config/models.yaml", text -> text.replace("demo/demo,", "nobody/demo,"));
        assertThat(run(setup.file("request.json", CHAT).arguments("explain", "request.json"), 78))
                .startsWith("models.yaml:")
                .contains("nobody");
        assertThat(run(setup.arguments("explain"), 64)).contains("explain FILE [--json]", "--key NAME", "--url URL");
        assertThat(run(setup.arguments("explain", "request.json", "--key"), 64)).contains("--key NAME");
    }

    private static String run(GatewaySetup setup, int expected) {
        try (GatewayProcess process = setup.launch()) {
            int code = process.awaitExit();
            assertThat(code).as(process.output()).isEqualTo(expected);
            return process.output();
        }
    }
}
