package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.UsageAt;
import dev.mehari.it.wire.Eventually;
import dev.mehari.sdk.OpenAiSdk;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Completions of texts, by upstreams that have them and by those that chat")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionsIT {
    private final OpenAiFake lookAlike = OpenAiFake.start().compatible();
    private World world;

    @BeforeAll
    void start() {
        world = World.with(setup -> setup.env("LOOK_ALIKE_KEY", lookAlike.key())
                .edit(
                        "config/upstreams.yaml",
                        text -> text + """

                  vllm:
                    protocol: openai-chat
                    base-url: %s
                    credentials: [{id: main, key: "env:LOOK_ALIKE_KEY"}]
                    quirks: [vllm]
                """.formatted(lookAlike.baseUrl()).indent(0))
                .edit("config/models.yaml", text -> text.replace("models:\n", """
                models:
                  base: {targets: [vllm/base-7b]}
                  slow: {targets: [vllm/whole-7b]}
                  any: {targets: [openai/gpt-4.1, vllm/base-7b]}
                """) + """
                capabilities:
                  vllm/whole-7b: {streaming: false}
                """));
    }

    @AfterAll
    void stop() {
        world.close();
        lookAlike.close();
    }

    @AfterEach
    void nobodyWasAskedForWhatHeRefuses() {
        for (FakeProvider vendor : world.vendors()) {
            assertThat(vendor.refusals()).isEmpty();
        }
        assertThat(lookAlike.refusals()).isEmpty();
    }

    private RawClient.Response post(String path, String json) {
        return world.post(path, Dialect.OPENAI.key(), json.replace('\'', '"'));
    }

    private void allSay(String text) {
        for (FakeProvider vendor : world.vendors()) {
            vendor.always(Answer.text(text));
        }
        lookAlike.always(Answer.text(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4.1", "claude-sonnet-4-5", "gemini-2.5-flash", "base", "slow"})
    @DisplayName("the SDK reads a completion, whole and streamed, from every kind of upstream")
    void sdk(String model) {
        allSay("It is warm, I think.");
        try (OpenAiSdk sdk = OpenAiSdk.of(world.gateway().url() + "/v1", GatewaySetup.KEY)) {
            assertThat(sdk.completed(model)).isEqualTo(new SdkDriver.Said("It is warm, I think.", "stop", 1, 11, 7));
            SdkDriver.Said streamed = sdk.completedStreamed(model);
            assertThat(streamed.text()).isEqualTo("It is warm, I think.");
            assertThat(streamed.stopReason()).isEqualTo("stop");
            assertThat(streamed.inputTokens()).isEqualTo(11);
            assertThat(streamed.outputTokens()).isEqualTo(7);
            assertThat(streamed.events()).isGreaterThanOrEqualTo(model.equals("slow") ? 3 : 6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/completions",
                "/completions",
                "/v1/completions/",
                "//v1//completions",
                "/v1/v1/completions",
                "/v1/completions?x=y"
            })
    void firstContact(String path) {
        RawClient.Response reply = post(path, "{'model':'gpt-4.1','prompt':'hi'}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        JsonNode body = Dialect.json(reply.text());
        assertThat(body.path("object").asText()).isEqualTo("text_completion");
        assertThat(body.path("id").asText()).startsWith("cmpl-");
        assertThat(reply.headers().first("x-mehari-loss")).isEqualTo("prompt:emulated");
        assertThat(world.openai()
                        .lastRequest()
                        .json()
                        .path("max_completion_tokens")
                        .asInt())
                .isEqualTo(16);
    }

    @Test
    @DisplayName("bytes pass where the upstream has completions of its own, and what no chat takes with them")
    void bytes() {
        String body = "{ \"model\":\"base\",\"prompt\":[[1,2],[3]], \"echo\":true,\"max_tokens\":0, \"suffix\":\"x\"}";
        RawClient.Response reply = world.post("/v1/completions", Dialect.OPENAI.key(), body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(lookAlike.lastRequest().path()).isEqualTo("/v1/completions");
        assertThat(lookAlike.lastRequest().text()).isEqualTo(body.replace("base", "base-7b"));
        assertThat(reply.headers().has("x-mehari-loss")).isFalse();
        assertThat(reply.text()).contains("cmpl-fake");

        RawClient.Response second = post("/v1/completions", "{'model':'any','prompt':[1,2]}");
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.headers().first("x-mehari-upstream"))
                .as("the first takes no tokens")
                .isEqualTo("vllm");
    }

    @Test
    @DisplayName("fault 1.14: who did not ask for usage sees none, and the row has it")
    void usage() {
        allSay("one two");
        for (String model : new String[] {"base", "claude-sonnet-4-5"}) {
            RawClient.Response reply = post("/v1/completions", "{'model':'" + model + "','prompt':'hi','stream':true}");
            assertThat(reply.text())
                    .contains("[DONE]")
                    .doesNotContain("\"usage\":{")
                    .doesNotContain("\"choices\":[]");
            String id = "/api/admin/logs/" + reply.headers().first("x-request-id");
            JsonNode row = Dialect.json(Eventually.get(
                            Duration.ofSeconds(10), () -> world.get(id, Admin.BASIC), page -> page.status() == 200)
                    .text());
            assertThat(row.path("protocol").asText()).isEqualTo("openai-completions");
            assertThat(row.at("/usage/input_tokens").asInt()).isEqualTo(11);
        }
    }

    @Test
    @DisplayName("an upstream that does not count: the tokens of a text that passed are ours, and marked")
    void counted() {
        lookAlike.always(Answer.text("It is warm, I think.").usageAt(UsageAt.NOWHERE));
        for (String stream : new String[] {"", ",'stream':true"}) {
            for (String prompt : new String[] {"'How warm is it?'", "[[1,2,3]]"}) {
                RawClient.Response reply = post("/v1/completions", "{'model':'base','prompt':" + prompt + stream + "}");
                assertThat(reply.status()).as(reply.text()).isEqualTo(200);
                String id = "/api/admin/logs/" + reply.headers().first("x-request-id");
                JsonNode row = Dialect.json(Eventually.get(
                                Duration.ofSeconds(10), () -> world.get(id, Admin.BASIC), page -> page.status() == 200)
                        .text());
                assertThat(row.path("estimated").asBoolean()).as(row.toString()).isTrue();
                assertThat(row.at("/usage/output_tokens").asInt())
                        .as(row.toString())
                        .isBetween(4, 12);
                assertThat(row.at("/usage/input_tokens").asInt()).isPositive();
            }
        }
        allSay("well again");
    }

    @Test
    @DisplayName("fault 2.8b: a stream that breaks off ends with an error and without [DONE]")
    void cut() {
        for (FakeProvider vendor : new FakeProvider[] {world.anthropic(), lookAlike}) {
            vendor.always(Answer.text("one two three").cutAfter(3));
        }
        for (String model : new String[] {"base", "claude-sonnet-4-5"}) {
            RawClient.Response reply = post("/v1/completions", "{'model':'" + model + "','prompt':'hi','stream':true}");
            assertThat(reply.text())
                    .as(model)
                    .contains("upstream_stream_interrupted")
                    .doesNotContain("[DONE]");
        }
        allSay("well again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{'model':'gpt-4.1'}", "{'model':'gpt-4.1','prompt':['a','b']}", "{'prompt':'x'}"})
    void errors(String body) {
        Dialect.OPENAI.error(post("/v1/completions", body), 400);
    }
}
