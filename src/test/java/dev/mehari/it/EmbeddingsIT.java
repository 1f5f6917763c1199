package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.Vectors;
import dev.mehari.it.wire.Eventually;
import dev.mehari.sdk.GeminiSdk;
import dev.mehari.sdk.OpenAiSdk;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Vectors of texts, for callers of OpenAI and Gemini, from upstreams of both")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsIT {
    private static final String OPENAI_MODEL = "text-embedding-3-small";
    private static final String GEMINI_MODEL = "gemini-embedding-001";

    private World world;

    @BeforeAll
    void start() {
        world = World.with(setup -> setup.edit("config/models.yaml", text -> text.replace("models:\n", """
                models:
                  claude-only: {targets: [anthropic/claude-haiku-4-5]}
                  claude-first: {targets: [anthropic/claude-haiku-4-5, openai/text-embedding-3-small]}
                  gemini-first: {targets: [gemini/gemini-embedding-001, openai/text-embedding-3-small]}
                  no-loss: {targets: [gemini/gemini-embedding-001], on-loss: refuse}
                """)));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @AfterEach
    void nobodyWasAskedForWhatHeRefuses() {
        for (FakeProvider vendor : world.vendors()) {
            assertThat(vendor.refusals()).isEmpty();
        }
    }

    private RawClient.Response openai(String path, String json) {
        return world.post(path, Dialect.OPENAI.key(), json.replace('\'', '"'));
    }

    private RawClient.Response gemini(String path, String json) {
        return world.post(path, Dialect.GEMINI.key(), json.replace('\'', '"'));
    }

    private static List<Float> expected(String text, int dimensions) {
        List<Float> vector = new ArrayList<>();
        for (float number : Vectors.of(text, dimensions)) {
            vector.add(number);
        }
        return vector;
    }

    private JsonNode row(RawClient.Response reply) {
        String id = "/api/admin/logs/" + reply.headers().first("x-request-id");
        return Dialect.json(
                Eventually.get(Duration.ofSeconds(10), () -> world.get(id, Admin.BASIC), page -> page.status() == 200)
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI_MODEL, GEMINI_MODEL, "openai/x", "gemini/x", "claude-first"})
    @DisplayName("the SDKs get the same numbers, whoever is asked, in base64 and as numbers")
    void sdks(String model) {
        List<String> texts = List.of("a", "北京 🌍");
        String url = world.gateway().url();
        try (OpenAiSdk sdk = OpenAiSdk.of(url + "/v1", GatewaySetup.KEY);
                GeminiSdk google = GeminiSdk.of(url, GatewaySetup.KEY)) {
            List<List<Float>> eight = List.of(expected("a", 8), expected("北京 🌍", 8));
            assertThat(sdk.vectors(model, texts, false)).isEqualTo(eight);
            assertThat(sdk.vectors(model, texts, true)).isEqualTo(eight);
            assertThat(google.vectors(model, texts, 5)).containsExactly(expected("a", 5), expected("北京 🌍", 5));
        }
    }

    @Test
    @DisplayName("the demo model has vectors too, in the form that was asked, though it knows numbers only")
    void demo() {
        String url = world.gateway().url();
        try (OpenAiSdk sdk = OpenAiSdk.of(url + "/v1", GatewaySetup.KEY)) {
            List<List<Float>> vectors = sdk.vectors("demo", List.of("a red house"), false);
            assertThat(vectors.getFirst()).hasSize(64);
            assertThat(sdk.vectors("demo", List.of("a red house"), true)).isEqualTo(vectors);
            assertThat(sdk.vectors("demo-gemini/demo", List.of("a red house"), false))
                    .isEqualTo(vectors);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings, text-embedding-3-small",
        "/embeddings, text-embedding-3-large",
        "/v1/embeddings/, openai%2Fx",
        "//v1//embeddings, text-embedding-ada-002",
        "/v1/v1/embeddings?x=y, gemini-embedding-2",
    })
    void firstContactOfOpenAi(String path, String model) {
        RawClient.Response reply =
                openai(path, "{'model':'" + model.replace("%2F", "/") + "','input':'hi','encoding_format':'base64'}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(Dialect.json(reply.text()).at("/data/0/embedding").isTextual())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1beta/models/gemini-embedding-001",
                "/v1/models/gemini-embedding-001",
                "/models/gemini-embedding-001",
                "/v1beta/models/models%2Fgemini-embedding-001",
                "/v1beta/models/gemini%2Fgemini-embedding-001",
                "/v1beta//models/text-embedding-3-small",
            })
    void firstContactOfGemini(String path) {
        RawClient.Response one = gemini(path + ":embedContent", "{'content':{'parts':[{'text':'hi'}]}}");
        assertThat(one.status()).as(one.text()).isEqualTo(200);
        assertThat(Dialect.json(one.text()).at("/embedding/values").size()).isEqualTo(8);

        RawClient.Response several =
                gemini(path + ":batchEmbedContents/", "{'requests':[{'content':{'parts':[{'text':'hi'}]}}]}");
        assertThat(several.status()).as(several.text()).isEqualTo(200);
        assertThat(Dialect.json(several.text()).at("/embeddings/0/values").size())
                .isEqualTo(8);
    }

    @Test
    void theRowHasTokensAndCost() {
        RawClient.Response same = openai("/v1/embeddings", "{'model':'text-embedding-3-small','input':['a','b']}");
        JsonNode row = row(same);
        assertThat(row.at("/usage/input_tokens").asInt()).as(row.toString()).isEqualTo(6);
        assertThat(row.path("cost_usd").asText())
                .as("6 tokens at 0.02 dollars a million")
                .isEqualTo("0.00000012");
        assertThat(same.headers().first("openai-version")).isEqualTo("2020-10-01");

        RawClient.Response other =
                openai("/v1/embeddings", "{'model':'gemini-embedding-001','input':['a','b'],'user':'u'}");
        JsonNode translated = row(other);
        assertThat(translated.at("/usage/input_tokens").asInt()).isEqualTo(6);
        assertThat(new BigDecimal(translated.path("cost_usd").asText()))
                .as("6 tokens at 0.15 dollars a million")
                .isEqualByComparingTo("0.0000009");
        assertThat(other.headers().first("x-mehari-loss")).isEqualTo("user:dropped");
        assertThat(other.headers().has("openai-version")).isFalse();
        assertThat(translated.at("/attempts/0/losses").toString()).isEqualTo("[\"user:dropped\"]");
    }

    @Test
    @DisplayName("an upstream that does not count: the tokens are ours, marked, in the answer and in the row")
    void counted() {
        String uncounted = "{\"embeddings\":[{\"values\":[0.5]}]}";
        String text = "How warm is it in Paris, and how warm will it be tomorrow?";
        world.gemini().next(Answer.json(200, uncounted));
        RawClient.Response other = openai("/v1/embeddings", "{'model':'gemini-embedding-001','input':'" + text + "'}");
        assertThat(other.headers().first("x-mehari-estimated")).isEqualTo("true");
        int told = Dialect.json(other.text()).at("/usage/prompt_tokens").asInt();
        assertThat(told).isBetween(10, 30);
        assertThat(row(other).at("/usage/input_tokens").asInt()).isEqualTo(told);

        world.gemini().next(Answer.json(200, uncounted));
        RawClient.Response same = gemini(
                "/v1beta/models/gemini-embedding-001:batchEmbedContents",
                "{'requests':[{'content':{'parts':[{'text':'" + text + "'}]}}]}");
        assertThat(same.text()).isEqualTo(uncounted);
        JsonNode row = row(same);
        assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(told);
        assertThat(row.path("estimated").asBoolean()).isTrue();
        assertThat(row.path("operation").asText()).isEqualTo("embeddings");
    }

    @Test
    void whoHasNoneIsPassedOver() {
        RawClient.Response reply = openai("/v1/embeddings", "{'model':'claude-first','input':'hi'}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("x-mehari-upstream")).isEqualTo("openai");
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("1");
        assertThat(world.anthropic().requests()).isEmpty();

        String message = Dialect.OPENAI.error(openai("/v1/embeddings", "{'model':'claude-only','input':'hi'}"), 400);
        assertThat(message).contains("no embeddings");
        String path = "/v1beta/models/claude-only:embedContent";
        Dialect.GEMINI.error(gemini(path, "{'content':{'parts':[{'text':'hi'}]}}"), 400);
    }

    @Test
    void whatOneCannotTakeTheNextDoes() {
        String texts = String.join(",", Collections.nCopies(101, "'x'"));
        RawClient.Response many = openai("/v1/embeddings", "{'model':'gemini-first','input':[" + texts + "]}");
        assertThat(many.status()).as(many.text()).isEqualTo(200);
        assertThat(many.headers().first("x-mehari-upstream")).isEqualTo("openai");
        RawClient.Response tokens = openai("/v1/embeddings", "{'model':'gemini-first','input':[[1,2]]}");
        assertThat(tokens.headers().first("x-mehari-upstream")).isEqualTo("openai");

        assertThat(Dialect.OPENAI.error(
                        openai("/v1/embeddings", "{'model':'gemini-embedding-001','input':[" + texts + "]}"), 400))
                .contains("100 texts");
        assertThat(Dialect.OPENAI.error(openai("/v1/embeddings", "{'model':'no-loss','input':'x','user':'u'}"), 400))
                .contains("user");
    }

    @Test
    void whoFailsIsMadeGoodByTheNext() {
        world.gemini().next(Answer.error(500));
        RawClient.Response reply = openai("/v1/embeddings", "{'model':'gemini-first','input':'hi'}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.headers().first("x-mehari-attempts")).isEqualTo("2");

        for (String nonsense : List.of("{}", "{\"data\":{}}", "[]", "", "{\"embeddings\":[{\"values\":[\"x\"]}]}")) {
            world.gemini().next(Answer.json(200, nonsense));
            RawClient.Response good = openai("/v1/embeddings", "{'model':'gemini-first','input':'hi'}");
            assertThat(good.headers().first("x-mehari-upstream")).as(nonsense).isEqualTo("openai");
            assertThat(row(good).at("/attempts/0/error_kind").asText()).isEqualTo("upstream_invalid_reply");
        }
        world.openai().next(Answer.json(200, "{\"error\":{\"message\":\"overloaded\",\"code\":\"slow_down\"}}"));
        assertThat(openai("/v1/embeddings", "{'model':'text-embedding-3-small','input':'hi'}")
                        .status())
                .isEqualTo(503);
    }

    @Test
    @DisplayName("fault 4.4a: the key's list holds for vectors, and no body is a way around it")
    void allowList() {
        String key = new Admin(world).value("\"allowed_models\":[\"gemini-embedding-001\"]");
        Map<String, String> headers = Dialect.GEMINI.key(key);
        String content = "'content':{'parts':[{'text':'hi'}]}";
        String batch = "{'requests':[{'model':'models/MODEL'," + content + "}]}";
        String path = "/v1beta/models/gemini-embedding-001:batchEmbedContents";
        int before = world.reached();
        for (String json : List.of(
                batch.replace("MODEL", "gemini-embedding-2"),
                "{'model':'models/gemini-embedding-2','requests':[]}",
                "{'requests':{'model':'gemini-embedding-2'," + content + "}}")) {
            Dialect.GEMINI.error(world.post(path, headers, json.replace('\'', '"')), 400);
        }
        Dialect.GEMINI.error(
                world.post(
                        "/v1beta/models/gemini-embedding-2:embedContent",
                        headers,
                        ("{" + content + "}").replace('\'', '"')),
                403);
        Dialect.OPENAI.error(
                world.post(
                        "/v1/embeddings",
                        Dialect.OPENAI.key(key),
                        "{\"model\":\"gemini-embedding-2\",\"input\":\"x\"}"),
                403);
        assertThat(world.reached()).isEqualTo(before);
        String good = batch.replace("MODEL", "gemini-embedding-001").replace('\'', '"');
        assertThat(world.post(path, headers, good).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{'model':5}", "{'model':'text-embedding-3-small','model':'x','input':'y'}"})
    void badBodies(String body) {
        Dialect.OPENAI.error(openai("/v1/embeddings", body), 400);
        Dialect.GEMINI.error(
                gemini(
                        "/v1beta/models/gemini-embedding-001:embedContent",
                        body.replace("5", "[]").replace("text-embedding-3-small", "x")),
                400);
    }
}
