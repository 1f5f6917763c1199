package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("fault 4.4a: a key that may use \"a\" reaches nothing but \"a\"")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowListIT {
    private World world;
    private Admin admin;

    /** The routes send a call with this header elsewhere, whatever its key may use. */
    private static final String BRANCH = """
              - id: NAME-b
                expression:
                  simple:
                    expression: "${body.header('x-NAME')} != null"
                steps:
                  - bean:
                      ref: plan
                      method: "NAME(${body}, 'openai/b')"
""";

    @BeforeAll
    void start() {
        world = World.with(setup -> setup.edit("config/models.yaml", World::moreModels)
                .edit("routes/routing.camel.yaml", AllowListIT::withBranch));
        admin = new Admin(world);
    }

    private static String withBranch(String text) {
        String trial = "              - id: trial\n";
        return text.replace(trial, BRANCH.replace("NAME", "only") + BRANCH.replace("NAME", "first") + trial);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private RawClient.Response call(String key, String path, String body, Map<String, String> more) {
        Map<String, String> headers = Dialect.OPENAI.key(key);
        headers.putAll(more);
        return world.post(path, headers, body);
    }

    private void refused(String key, String model) {
        RawClient.Response reply = call(key, "/v1/chat/completions", Dialect.OPENAI.body(model), Map.of());
        assertThat(reply.status()).as(model + ": " + reply.text()).isIn(403, 404);
        Errors.common(reply);
    }

    private List<String> modelsSeen() {
        return world.openai().requests().stream()
                .map(request -> request.json().path("model").asText())
                .distinct()
                .toList();
    }

    @Test
    void onlyA() {
        String key = admin.value("\"allowed_models\":[\"a\"]");
        String good = Dialect.OPENAI.body("a");
        assertThat(call(key, "/v1/chat/completions", good, Map.of()).status()).isEqualTo(200);
        // What stands beside the model is not the model.
        for (String query : List.of("?model=b", "?model=openai%2Fb", "?deployment=b&api-version=1", "?engine=b")) {
            assertThat(call(key, "/v1/chat/completions" + query, good, Map.of()).status())
                    .isEqualTo(200);
        }
        for (String name :
                List.of("x-model", "x-mehari-model", "openai-model", "model", "x-target", "x-mehari-upstream")) {
            assertThat(call(key, "/v1/chat/completions", good, Map.of(name, "b"))
                            .status())
                    .isEqualTo(200);
        }
        // Every other way to write "b", and "a" written so that it is none.
        for (String model : List.of(
                "b",
                "B",
                " b",
                "b ",
                "to-b",
                "openai/b",
                "OPENAI/b",
                "openai//b",
                "/b",
                "openai/a",
                "A",
                "a ",
                "a\\u0000",
                "a/../b",
                "a,b",
                "gpt-4.1",
                "openai/gpt-4.1",
                "a*",
                "*",
                "openai/*",
                "demo",
                "models/b",
                "anthropic/b")) {
            refused(key, model);
        }
        Dialect.OPENAI.error(
                call(key, "/v1/chat/completions", Dialect.OPENAI.body("a\",\"model\":\"b"), Map.of()), 400);
        for (String path : List.of(
                "/openai/deployments/b/chat/completions",
                "/azure/deployments/b",
                "/openai/v1/chat/completions",
                "/v1/engines/b/chat/completions",
                "/v1/models/b")) {
            assertThat(call(key, path, good, Map.of()).status()).as(path).isGreaterThanOrEqualTo(400);
        }
        // A route that an operator wrote sends elsewhere: allowed is what the key allows, not what the route says.
        Dialect.OPENAI.error(call(key, "/v1/chat/completions", good, Map.of("x-only", "1")), 403);
        Dialect.OPENAI.error(call(key, "/v1/chat/completions", good, Map.of("x-first", "1")), 403);

        assertThat(modelsSeen()).containsExactly("a");
        assertThat(world.openai().refusals()).isEmpty();
    }

    @Test
    void aKeyThatNamesTheTarget() {
        world.openai().server().forget();
        String key = admin.value("\"allowed_models\":[\"openai/b\"]");
        for (String model : List.of("b", "to-b", "openai/b")) {
            assertThat(call(key, "/v1/chat/completions", Dialect.OPENAI.body(model), Map.of())
                            .status())
                    .as(model)
                    .isEqualTo(200);
        }
        refused(key, "a");
        assertThat(call(key, "/v1/chat/completions", Dialect.OPENAI.body("b"), Map.of("x-only", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(modelsSeen()).containsExactly("b");
        world.openai().server().forget();
    }

    @Test
    void aWildcard() {
        String key = admin.value("\"allowed_models\":[\"gpt-*\"]");
        assertThat(call(key, "/v1/chat/completions", Dialect.OPENAI.body("gpt-4.1"), Map.of())
                        .status())
                .isEqualTo(200);
        for (String model : List.of("o3", "a", "b", "openai/gpt-4.1", "Gpt-4.1", "openai/b", "xgpt-4.1")) {
            refused(key, model);
        }
        world.openai().server().forget();
    }

    @Test
    @DisplayName("fault 4.4a: the default model of a key is no way around its list")
    void defaultModel() {
        String none = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String good = admin.value("\"allowed_models\":[\"a\"],\"default_model\":\"a\"");
        assertThat(call(good, "/v1/chat/completions", none, Map.of()).status()).isEqualTo(200);
        assertThat(world.openai().lastRequest().json().path("model").asText()).isEqualTo("a");
        int before = world.reached();
        String wider = admin.value("\"allowed_models\":[\"a\"],\"default_model\":\"b\"");
        Dialect.OPENAI.error(call(wider, "/v1/chat/completions", none, Map.of()), 403);
        String lost = admin.value("\"default_model\":\"nothing\"");
        Dialect.OPENAI.error(call(lost, "/v1/chat/completions", none, Map.of()), 404);
        assertThat(world.reached()).isEqualTo(before);
        world.openai().server().forget();
    }

    @Test
    @DisplayName("fault 4.4a: the other protocols' ways to name a model")
    void otherProtocols() {
        int before = world.reached();
        String key = admin.value("\"allowed_models\":[\"a\",\"claude-haiku-4-5\",\"gemini-2.5-pro\"]");
        for (Dialect dialect : List.of(Dialect.ANTHROPIC, Dialect.GEMINI)) {
            dialect.error(world.post(dialect.path(), dialect.key(key), dialect.body()), 403);
        }
        // The path names the model; what the body says about it changes nothing, and is not believed.
        String path = "/v1beta/models/gemini%2Fgemini-2.5-flash:generateContent";
        Dialect.GEMINI.error(world.post(path, Dialect.GEMINI.key(key), Dialect.GEMINI.body()), 403);
        Dialect.GEMINI.error(
                world.post(
                        "/v1/models/gemini-2.5-pro%2F..%2Fgemini-2.5-flash:generateContent",
                        Dialect.GEMINI.key(key), Dialect.GEMINI.body()),
                400);
        assertThat(world.reached()).isEqualTo(before);
    }
}
