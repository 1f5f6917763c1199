package dev.mehari.it.routed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("an upstream whose protocol is a route: Codegen's API for agent runs")
@Execution(ExecutionMode.SAME_THREAD)
class CodegenIT {
    private static final Stage STAGE = new Stage();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @BeforeEach
    void reset() {
        STAGE.codegen.reset();
        STAGE.openai.server().forget();
    }

    @AfterEach
    void leavesNothingBehind() {
        STAGE.assertIdle();
    }

    @Test
    @DisplayName("callers of all four protocols get the result of a run, whole and as a stream")
    void everySdk() {
        for (SdkDriver sdk : STAGE.sdks()) {
            try (sdk) {
                SdkDriver.Said whole = sdk.plain("agent");
                SdkDriver.Said streamed = sdk.streamed("agent");

                assertThat(whole.text()).as(sdk.toString()).isEqualTo("Done: How warm is it in Paris?");
                assertThat(streamed.text()).as(sdk.toString()).isEqualTo(whole.text());
                assertThat(streamed.stopReason()).isEqualToIgnoringCase(whole.stopReason());
            }
        }
        assertThat(STAGE.codegen.seen("POST")).isEqualTo(8);
        assertThat(STAGE.codegen.refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a run that fails is tried again, and then the next target answers")
    void failover(boolean stream) {
        STAGE.codegen.running(1, "FAILED", prompt -> "");

        RawClient.Response response = STAGE.call("agent-or-openai", stream, "failed-" + stream);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.headers().first("x-mehari-upstream")).isEqualTo("openai");
        assertThat(STAGE.attempts("failed-" + stream))
                .containsExactly(
                        "codegen upstream_error retry",
                        "codegen upstream_error retry",
                        "codegen upstream_error next_target",
                        "openai null done");
    }

    @Test
    @DisplayName("with no other target the caller reads how the run ended")
    void noTargetLeft() {
        STAGE.codegen.running(1, "FAILED", prompt -> "");

        RawClient.Response response = STAGE.call("agent", false, "none-left");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).contains("the run ended with the status FAILED");
    }

    @Test
    @DisplayName("a look at a run that fails is repeated, and no second run is started for it")
    void looksAreRepeated() {
        STAGE.codegen.onlyLooksFail(true).failing(500, 3);

        RawClient.Response response = STAGE.call("agent", false, "looks");

        assertThat(response.text()).contains("Done: How warm?");
        assertThat(STAGE.codegen.seen("POST")).isOne();
        assertThat(STAGE.attempts("looks")).containsExactly("codegen null done");
    }

    @Test
    @DisplayName("what is wrong with our own credential is said in the words of the API, and is nobody's key")
    void refused() {
        RawClient.Response response = STAGE.call("stranger", false, "refused");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).contains("Invalid org_id or token").contains("upstream_auth_failed");
        assertThat(STAGE.call("stranger-or-openai", true, "refused-2").status()).isEqualTo(200);
        assertThat(STAGE.attempts("refused-2"))
                .containsExactly("stranger upstream_auth_failed next_target", "openai null done");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a run that takes longer than the call has ends with 504, and is not looked at any more")
    void outOfTime(boolean stream) {
        STAGE.codegen.running(1_000_000, "COMPLETE", prompt -> prompt);

        RawClient.Response response = STAGE.call("hasty", stream, "late-" + stream);

        assertThat(response.status()).as(response.text()).isEqualTo(504);
        assertThat(STAGE.attempts("late-" + stream)).hasSize(1);
        assertThatNobodyLooks();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a caller who leaves ends the looking: no poll for nobody")
    void hangUp(boolean stream) {
        STAGE.codegen.running(1_000_000, "COMPLETE", prompt -> prompt);
        RawClient client = STAGE.send("agent", stream, "left-" + stream);
        STAGE.codegen.server().awaitRequests(4, PATIENCE);

        client.close();

        assertThat(STAGE.attempts("left-" + stream)).singleElement().asString().startsWith("codegen client_cancelled");
        assertThatNobodyLooks();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a caller who leaves between two looks that are a minute apart is not waited for until the next one")
    void hangUpBetweenLooks(boolean stream) {
        RawClient client = STAGE.send("patient", stream, "between-" + stream);
        STAGE.codegen.server().awaitRequests(1, PATIENCE);

        client.close();

        assertThat(STAGE.attempts("between-" + stream)).containsExactly("patient client_cancelled caller_left");
        assertThat(STAGE.codegen.seen("GET")).isZero();
    }

    /** Looks came every 20 or 100 ms. */
    private static void assertThatNobodyLooks() {
        Eventually.get(PATIENCE, () -> STAGE.metric("mehari_attempts_in_flight"), attempts -> attempts == 0);
        STAGE.codegen.server().forget();
        RawClient.waitFor(Duration.ofMillis(400));
        assertThat(STAGE.codegen.server().requests()).isEmpty();
    }

    @Test
    @DisplayName("neither the token nor what was said stands in the log or in an error")
    void secrets() {
        STAGE.codegen.failing(500, 20);
        RawClient.Response response = STAGE.call("agent", false, "secrets");

        assertThat(response.status()).isEqualTo(502);
        for (String text : List.of(response.text(), STAGE.gateway.output())) {
            assertThat(text).doesNotContain("cg-fake-token", "How warm?");
        }
        assertThat(Collections.frequency(STAGE.attempts("secrets"), "codegen upstream_error retry"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("vectors and other paths are refused in the caller's protocol, and counts are made here")
    void onlyChats() {
        RawClient.Response vectors = STAGE.send("/v1/embeddings", "{\"model\":\"agent\",\"input\":\"x\"}");
        RawClient.Response passing = STAGE.send("/codegen/v1/files", "{}");
        RawClient.Response counted = STAGE.send(
                "/v1/messages/count_tokens",
                "{\"model\":\"agent\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        assertThat(vectors.status()).as(vectors.text()).isEqualTo(400);
        assertThat(vectors.text()).contains("answers chats only");
        assertThat(passing.status()).as(passing.text()).isIn(403, 404);
        assertThat(counted.status()).as(counted.text()).isEqualTo(200);
        assertThat(STAGE.codegen.server().requests()).isEmpty();
    }
}
