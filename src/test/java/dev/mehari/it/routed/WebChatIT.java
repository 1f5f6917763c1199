package dev.mehari.it.routed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import dev.mehari.sdk.SdkDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the session-pooled upstream: a web chat whose guests ask")
@Execution(ExecutionMode.SAME_THREAD)
class WebChatIT {
    private static final Stage STAGE = new Stage();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MODEL = "gpt-3.5-turbo";
    private static final String SAID = "It is 21 degrees, says glm-4.5v.";

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        STAGE.web.holdingAnswers(null);
        STAGE.web.breakingOff(false);
        STAGE.web.answeringGuests(200);
        STAGE.assertIdle();
    }

    @Test
    @DisplayName("callers of all four protocols get the answer by a foreign model's name, whole and as a stream")
    void everySdk() {
        int before = STAGE.web.guests();
        int refused = STAGE.web.refusals().size();
        for (SdkDriver sdk : STAGE.sdks()) {
            try (sdk) {
                SdkDriver.Said whole = sdk.plain(MODEL);
                SdkDriver.Said streamed = sdk.streamed(MODEL);

                assertThat(whole.text()).as(sdk.toString()).isEqualTo(SAID);
                assertThat(streamed.text()).as(sdk.toString()).isEqualTo(SAID);
                assertThat(whole.inputTokens()).as(sdk.toString()).isEqualTo(11);
                assertThat(streamed.outputTokens()).as(sdk.toString()).isEqualTo(7);
            }
        }
        assertThat(STAGE.web.guests() - before).as("one session, one guest").isLessThanOrEqualTo(1);
        assertThat(STAGE.web.refusals()).hasSize(refused);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("thinking stands in its field, and enable_thinking: false leaves it out")
    void thinking(boolean stream) {
        String loud = STAGE.call(MODEL, stream, "loud-" + stream).text();
        String quiet = STAGE.call("quiet", stream, "quiet-" + stream).text();

        assertThat(loud).contains("reasoning_content").contains("see.");
        assertThat(quiet).doesNotContain("reasoning_content", "see.").contains("21 degrees");
    }

    @Test
    @DisplayName("the answer streams as it comes, and is not gathered first")
    void streams() {
        CountDownLatch gate = new CountDownLatch(1);
        STAGE.web.holdingAnswers(gate);
        try (RawClient client = STAGE.send(MODEL, true, "streams")) {
            Eventually.get(PATIENCE, () -> STAGE.metric("mehari_sessions_calls"), calls -> calls == 1);
            Eventually.get(PATIENCE, () -> STAGE.metric("mehari_sessions{state=\"busy\""), busy -> busy == 1);
            gate.countDown();

            assertThat(client.response().text()).contains("21 degrees").contains("[DONE]");
        }
    }

    @Test
    @DisplayName("a token that is refused before its time is replaced once, and the caller notices nothing")
    void refreshed() {
        assertThat(STAGE.call(MODEL, false, "fresh-1").status()).isEqualTo(200);
        int before = STAGE.web.guests();
        STAGE.web.forgetGuests();

        RawClient.Response response = STAGE.call(MODEL, true, "fresh-2");

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text()).contains("21 degrees");
        assertThat(STAGE.web.guests() - before).isOne();
        assertThat(STAGE.attempts("fresh-2")).containsExactly("web null done");
    }

    @Test
    @DisplayName("a page that takes no guests: its words, and the next target")
    void noGuests() {
        STAGE.web.forgetGuests();
        STAGE.web.answeringGuests(401);

        RawClient.Response alone = STAGE.call(MODEL, false, "no-guests");
        RawClient.Response other = STAGE.call("web-or-openai", false, "no-guests-2");

        assertThat(alone.status()).isEqualTo(502);
        assertThat(alone.text()).contains("Failed to get guest token: 401");
        assertThat(other.status()).isEqualTo(200);
        assertThat(STAGE.attempts("no-guests-2"))
                .containsExactly("web upstream_auth_failed next_target", "openai null done");
    }

    @Test
    @DisplayName("with every session at work a call waits a moment, then 503 with Retry-After; who leaves makes room")
    void full() {
        CountDownLatch gate = new CountDownLatch(1);
        STAGE.web.holdingAnswers(gate);
        List<RawClient> held = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            held.add(STAGE.send(MODEL, true, "held-" + i));
        }
        Eventually.get(PATIENCE, () -> STAGE.metric("mehari_sessions_calls"), calls -> calls == 2);

        RawClient.Response refused = STAGE.call(MODEL, false, "full");
        RawClient.Response elsewhere = STAGE.call("web-or-openai", false, "full-2");
        held.getFirst().close();
        Eventually.get(PATIENCE, () -> STAGE.metric("mehari_sessions_calls"), calls -> calls == 1);
        STAGE.web.holdingAnswers(null);
        RawClient.Response again = STAGE.call(MODEL, false, "full-3");

        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.headers().first("retry-after")).isNotNull();
        assertThat(elsewhere.headers().first("x-mehari-upstream")).isEqualTo("openai");
        assertThat(STAGE.attempts("full-2"))
                .containsExactly("web upstream_pool_exhausted next_target", "openai null done");
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        gate.countDown();
        assertThat(held.getLast().response().text()).contains("[DONE]");
        held.getLast().close();
    }

    @Test
    @DisplayName("an error in the middle of an answer is told as one, and the stream has no end of success")
    void brokenOff() {
        STAGE.web.breakingOff(true);

        RawClient.Response streamed = STAGE.call(MODEL, true, "broken");
        RawClient.Response whole = STAGE.call("web-or-openai", false, "broken-2");

        assertThat(streamed.text()).contains("the model is overloaded").doesNotContain("[DONE]");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.headers().first("x-mehari-upstream")).isEqualTo("openai");
    }

    @Test
    @DisplayName("no guest token stands in the log")
    void secrets() {
        STAGE.call(MODEL, false, "secret");

        assertThat(STAGE.gateway.output()).doesNotContain("eyJhbGciOiJFUzI1NiJ9", "How warm?");
    }
}
