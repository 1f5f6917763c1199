package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.2a, rule 8: retries and fallbacks share one budget")
class BudgetIT extends OnChain {
    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: always 503 and no fallback: exactly 3 calls")
    void alone(Way way) {
        chain.fake(way, 1).always(Answer.error(503));

        RawClient.Response response = chain.call(way, "one");

        assertThat(response.status()).isIn(503, 529);
        assertThat(response.headers().first("x-should-retry")).isEqualTo("false");
        seen(way, 3, 0, 0);
        assertThat(chain.attempts(response))
                .containsExactly(
                        "1 upstream_overloaded retry",
                        "1 upstream_overloaded retry",
                        "1 upstream_overloaded no_target_left");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: always 503 and a fallback: 3 + 1 calls, and the fallback's answer")
    void withFallback(Way way) {
        chain.fake(way, 1).always(Answer.error(503));

        RawClient.Response response = chain.call(way, "two");

        servedBy(way, 2, response, 4);
        seen(way, 3, 1, 0);
        assertThat(chain.attempts(response))
                .containsExactly(
                        "1 upstream_overloaded retry",
                        "1 upstream_overloaded retry",
                        "1 upstream_overloaded next_target",
                        "2 done");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: three bad targets: 6 calls over all of them, not 9")
    void threeBad(Way way) {
        for (int n = 1; n <= 3; n++) {
            chain.fake(way, n).always(Answer.error(500));
        }

        RawClient.Response response = chain.call(way, "three");

        assertThat(response.status()).isEqualTo(502);
        seen(way, 3, 3, 0);
        assertThat(chain.attempts(response)).hasSize(6).last().isEqualTo("2 upstream_error attempts_spent");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: one blip: the same target answers at its second call, and nobody sees it")
    void oneBlip(Way way) {
        chain.fake(way, 1).next(Answer.error(500));

        servedBy(way, 1, chain.call(way, "two"), 2);

        seen(way, 2, 0, 0);
    }
}
