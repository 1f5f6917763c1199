package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.RawClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pages that callers read: models, health, ready; browsers of other sites are not let in")
class PagesIT {
    private static final World WORLD = World.shared();
    private static final Admin ADMIN = new Admin(WORLD);

    private static List<String> names(String path, Map<String, String> headers, String list, String field) {
        RawClient.Response reply = WORLD.get(path, headers);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode entries = Dialect.json(reply.text()).path(list);
        assertThat(entries.isArray()).as(reply.text()).isTrue();
        return entries.findValuesAsText(field);
    }

    @Test
    @DisplayName("the list has three shapes, and holds what the key may use and nothing else")
    void models() {
        String key = ADMIN.value("\"allowed_models\":[\"a\",\"only-claude\"]");
        assertThat(names("/v1/models", Dialect.OPENAI.key(key), "data", "id"))
                .containsExactlyInAnyOrder("a", "only-claude");
        assertThat(names(
                        "/v1/models",
                        Admin.with(Dialect.ANTHROPIC.key(key), "anthropic-version", "2023-06-01"),
                        "data",
                        "id"))
                .containsExactlyInAnyOrder("a", "only-claude");
        for (String path : List.of("/v1/models?key=" + key, "/v1beta/models?key=" + key)) {
            assertThat(names(path, Map.of(), "models", "name"))
                    .containsExactlyInAnyOrder("models/a", "models/only-claude");
        }
        assertThat(names("/v1/models", Dialect.GEMINI.key(key), "models", "name"))
                .containsExactlyInAnyOrder("models/a", "models/only-claude");
        assertThat(names("/v1beta/models", Dialect.OPENAI.key(key), "models", "name"))
                .hasSize(2);
        for (String path : List.of("/models", "/v1/models/", "//v1/models", "/v1/v1/models")) {
            assertThat(names(path, Dialect.OPENAI.key(key), "data", "id")).hasSize(2);
        }
        assertThat(names("/v1/models", Dialect.OPENAI.key(), "data", "id"))
                .contains("a", "b", "demo")
                .noneMatch(name -> name.endsWith("*"))
                .as("Z.AI is off")
                .noneMatch(name -> name.startsWith("glm-"));
        String nothing = ADMIN.value("\"allowed_models\":[\"no-such-model\"]");
        assertThat(names("/v1/models", Dialect.OPENAI.key(nothing), "data", "id"))
                .isEmpty();
        String readonly = ADMIN.value("\"role\":\"readonly\",\"allowed_models\":[\"b\"]");
        assertThat(names("/v1/models", Dialect.OPENAI.key(readonly), "data", "id"))
                .containsExactly("b");
    }

    @Test
    @DisplayName("one model: known to the key, or 404 in the shape that was asked")
    void oneModel() {
        String key = ADMIN.value("\"allowed_models\":[\"a\"]");
        assertThat(WORLD.get("/v1/models/a", Dialect.OPENAI.key(key)).text()).contains("\"id\":\"a\"");
        Dialect.OPENAI.error(WORLD.get("/v1/models/b", Dialect.OPENAI.key(key)), 404);
        Dialect.OPENAI.error(WORLD.get("/v1/models/a%2Fb", Dialect.OPENAI.key(key)), 404);
        Dialect.ANTHROPIC.error(
                WORLD.get("/v1/models/b", Admin.with(Dialect.ANTHROPIC.key(key), "anthropic-version", "2023-06-01")),
                404);
        Dialect.GEMINI.error(WORLD.get("/v1beta/models/b", Dialect.GEMINI.key(key)), 404);
        Dialect.GEMINI.error(WORLD.get("/v1/models/b?key=" + key, Map.of()), 404);
    }

    @Test
    @DisplayName("no list without a key, in the shape that was asked")
    void strangers() {
        Dialect.OPENAI.error(WORLD.get("/v1/models", Map.of()), 401);
        Dialect.OPENAI.error(WORLD.get("/v1/models", Dialect.OPENAI.key("pk_wrong")), 401);
        Dialect.ANTHROPIC.error(WORLD.get("/v1/models", Map.of("anthropic-version", "2023-06-01")), 401);
        Dialect.GEMINI.error(WORLD.get("/v1/models", Dialect.GEMINI.key("pk_wrong")), 401);
        Dialect.GEMINI.error(WORLD.get("/v1beta/models", Map.of()), 401);
        Dialect.GEMINI.error(WORLD.get("/v1/models?key=pk_wrong", Map.of()), 401);
        Dialect.OPENAI.error(WORLD.get("/v1/models", Dialect.OPENAI.key(ADMIN.value("\"disabled\":true"))), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/v1/health", "/ready"})
    void health(String path) {
        int before = WORLD.reached();
        RawClient.Response reply = WORLD.get(path, Map.of());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Dialect.json(reply.text()).path("status").asText()).isIn("ok", "ready");
        assertThat(Dialect.json(reply.text()).path("timestamp").asText()).endsWith("Z");
        assertThat(Dialect.json(reply.text()).size())
                .as("nothing more for strangers")
                .isEqualTo(2);
        try (RawClient client = WORLD.client()) {
            var head = client.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .reply();
            assertThat(head.status()).isEqualTo(200);
            // Had the reply a body, the next one would not be readable.
            assertThat(client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
        Errors.common(WORLD.request("DELETE", path, Map.of()));
        assertThat(WORLD.reached()).isEqualTo(before);
    }

    @Test
    @DisplayName("CORS is off: no page of another site may read an answer")
    void cors() {
        for (String origin : List.of("https://evil.example", "null", "http://localhost:3000")) {
            RawClient.Response reply = WORLD.call(Dialect.OPENAI, Map.of("Origin", origin));
            assertThat(reply.headers().names()).noneMatch(name -> name.startsWith("access-control-"));
            RawClient.Response preflight = WORLD.request(
                    "OPTIONS",
                    "/v1/chat/completions",
                    Map.of("Origin", origin, "Access-Control-Request-Method", "POST"));
            assertThat(preflight.status()).isEqualTo(405);
            assertThat(preflight.headers().names()).noneMatch(name -> name.startsWith("access-control-"));
            RawClient.Response admin = WORLD.request(
                    "OPTIONS", "/api/admin/keys", Map.of("Origin", origin, "Access-Control-Request-Method", "POST"));
            assertThat(admin.headers().names()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    @DisplayName("the metrics hold no name that a caller made up")
    void metrics() {
        for (int i = 0; i < 5; i++) {
            WORLD.post("/v1/chat/completions", Dialect.OPENAI.key(), Dialect.OPENAI.body("openai/made-up-" + i));
            WORLD.post("/v1/chat/completions", Dialect.OPENAI.key(), Dialect.OPENAI.body("gpt-made-up-" + i));
        }
        String metrics = WORLD.get("/v1/metrics", Admin.BASIC).text();
        assertThat(metrics).contains("mehari_calls_total", "alias=\"direct\"").doesNotContain("made-up");
    }
}
