package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("what an alias has follow a failure")
class AliasPolicyIT extends OnChain {
    private static Answer tooLong(Way way) {
        return switch (way.dialect) {
            case OPENAI, ZAI ->
                Answer.error(400, "context_length_exceeded", "This model's maximum context length is 8 tokens.");
            case ANTHROPIC -> Answer.error(400, null, "prompt is too long: 210000 tokens > 200000 maximum");
            case GEMINI, GEMINI_ARRAY ->
                Answer.error(400, null, "The input token count (9) exceeds the maximum number of tokens allowed (8).");
        };
    }

    private static Answer forbidden(Way way) {
        return switch (way.dialect) {
            case OPENAI, ZAI -> Answer.error(400, "content_policy_violation", "Not with us, says the policy.");
            case ANTHROPIC -> Answer.error(400, null, "Output blocked by content filtering policy");
            case GEMINI, GEMINI_ARRAY -> Answer.error(403, "content_filter", "Not with us, says the policy.");
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: too long: one call to the first, one to the on-context-length target, none to the others")
    void longer(Way way) {
        chain.fake(way, 1).always(tooLong(way));

        RawClient.Response response = chain.call(way.request("longer", chain.key("longer-" + way.vendor())));

        servedBy(way, 2, response, 2);
        seen(way, 1, 1, 0);
        assertThat(chain.attempts(response)).containsExactly("1 context_length_exceeded next_target", "2 done");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: too long for that one too: its words, and nobody else is asked")
    void tooLongForAll(Way way) {
        chain.fake(way, 1).always(tooLong(way));
        chain.fake(way, 2).always(tooLong(way));

        RawClient.Response response = chain.call(way, "longer");

        assertThat(response.status()).as(response.text()).isEqualTo(400);
        assertThat(response.text()).contains("tokens");
        seen(way, 1, 1, 0);
        assertThat(chain.attempts(response))
                .containsExactly("1 context_length_exceeded next_target", "2 context_length_exceeded callers_mistake");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.20: a content filter is the answer: one call, the caller reads the reason")
    void filtered(Way way) {
        for (String alias : new String[] {"longer", "switching"}) {
            chain.reset();
            chain.fake(way, 1).always(forbidden(way));

            RawClient.Response response = chain.call(way, alias);

            assertThat(response.status()).as(response.text()).isIn(400, 403);
            assertThat(response.text()).contains("policy");
            seen(way, 1, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_JSON", "ANTHROPIC_STREAM", "GEMINI_ARRAY"})
    @DisplayName("a key that may not use the longer target gets the first one's answer, and not 403")
    void notForThisKey(Way way) {
        chain.fake(way, 1).always(tooLong(way));
        String key = chain.key(way.vendor() + "-1/" + way.model(1));

        RawClient.Response response = chain.call(way.request("longer", key));

        assertThat(response.status()).as(response.text()).isEqualTo(400);
        assertThat(response.text()).contains("tokens");
        seen(way, 1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("failover.switch-on of an alias: any 4xx goes to the next target, for this alias only")
    void switching(Way way) {
        chain.fake(way, 1).always(Answer.error(422));

        servedBy(way, 2, chain.call(way, "switching"), 2);
        assertThat(chain.call(way, "two").status()).isEqualTo(422);

        seen(way, 2, 1, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("retry and attempts of an alias: two calls to the first, one to the second, and that is all")
    void ownBudget(Way way) {
        for (int n = 1; n <= 3; n++) {
            chain.fake(way, n).always(Answer.error(503));
        }

        RawClient.Response response = chain.call(way, "switching");

        assertThat(response.status()).isIn(503, 529);
        seen(way, 2, 1, 0);
        assertThat(chain.attempts(response)).last().isEqualTo("2 upstream_overloaded attempts_spent");
    }
}
