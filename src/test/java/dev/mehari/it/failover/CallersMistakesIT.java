package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.20: what the caller did wrong is answered, not tried elsewhere")
class CallersMistakesIT extends OnChain {
    private void answered(Way way, Answer answer, int status, String words, String kind) {
        chain.reset();
        chain.fake(way, 1).always(answer);

        RawClient.Response response = chain.call(way, "two");

        assertThat(response.status()).as(response.text()).isEqualTo(status);
        assertThat(response.text()).contains(words).doesNotContain("attempts");
        assertThat(response.headers().first("x-mehari-error-origin")).isEqualTo("client");
        seen(way, 1, 0);
        assertThat(chain.attempts(response)).containsExactly("1 " + kind + " callers_mistake");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: 400, 413 and 422: one call, the upstream's own words")
    void rejected(Way way) {
        for (int status : new int[] {400, 413, 422}) {
            answered(way, Answer.error(status, null, "temperature is too hot"), status, "too hot", "upstream_rejected");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: longer than the model can read: one call")
    void contextLength(Way way) {
        Answer answer = switch (way.dialect) {
            case OPENAI, ZAI ->
                Answer.error(400, "context_length_exceeded", "This model's maximum context length is 8 tokens.");
            case ANTHROPIC -> Answer.error(400, null, "prompt is too long: 210000 tokens > 200000 maximum");
            case GEMINI, GEMINI_ARRAY ->
                Answer.error(400, null, "The input token count (9) exceeds the maximum number of tokens allowed (8).");
        };
        answered(way, answer, 400, "tokens", "context_length_exceeded");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: forbidden content: one call, the caller reads the reason")
    void contentFilter(Way way) {
        Answer answer = switch (way.dialect) {
            case OPENAI, ZAI -> Answer.error(400, "content_policy_violation", "Not with us, says the policy.");
            case ANTHROPIC -> Answer.error(400, null, "Output blocked by content filtering policy");
            case GEMINI, GEMINI_ARRAY -> Answer.error(403, "content_filter", "Not with us, says the policy.");
        };
        answered(way, answer, way.vendor().equals("gemini") ? 403 : 400, "policy", "content_policy_violation");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: an answer that stops at a filter is an answer")
    void filteredAnswer(Way way) {
        String reason = switch (way.dialect) {
            case OPENAI, ZAI -> "content_filter";
            case ANTHROPIC -> "refusal";
            case GEMINI, GEMINI_ARRAY -> "SAFETY";
        };
        chain.fake(way, 1).always(Answer.text("").finish(reason));

        RawClient.Response response = chain.call(way, "two");

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.text()).contains(reason);
        seen(way, 1, 0);
        assertThat(chain.attempts(response)).containsExactly("1 done");
    }
}
