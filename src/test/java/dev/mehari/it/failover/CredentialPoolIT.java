package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.FakeProvider;
import dev.mehari.fake.RawClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.10a: two credentials of one upstream")
class CredentialPoolIT extends OnChain {
    private static boolean spare(dev.mehari.fake.SeenRequest request) {
        return request.headers().toString().contains(ChainConfig.SPARE_KEY);
    }

    private static List<Answer> refusals(Way way) {
        return List.of(
                Answer.error(401),
                Answer.error(429),
                Answer.error(429).retryAfter(Duration.ofSeconds(60)),
                way.vendor().equals("openai")
                        ? Answer.error(429, "insufficient_quota", "You exceeded your current quota.")
                        : Answer.error(402));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("401, 429 and 402 with one credential: the other at once, at the same target")
    void otherCredential(Way way) {
        FakeProvider fake = chain.fake(way, 1);
        for (Answer refusal : refusals(way)) {
            chain.reset();
            fake.answering(request -> spare(request) ? Chain.good(1) : refusal);

            // They take turns: one of two calls begins with the good one.
            for (int i = 0; i < 2; i++) {
                RawClient.Response response = chain.call(way, "pool-two");

                assertThat(response.status()).as(response.text()).isEqualTo(200);
                assertThat(Chain.withoutNumbers(response.body())).isEqualTo(chain.alone(way, 1));
                if (response.headers().all("x-mehari-attempts").equals(List.of("2"))) {
                    assertThat(chain.attempts(response).getFirst())
                            .startsWith("pool ")
                            .endsWith(" next_credential");
                    assertThat(chain.row(response).findValuesAsText("credential_id"))
                            .containsExactly("main", "spare");
                }
            }
            assertThat(fake.requests()).hasSize(3);
            assertThat(fake.requests().stream().filter(CredentialPoolIT::spare)).hasSize(2);
            assertThat(chain.calls(way, 2)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("401 with both: 502 upstream_auth_failed after two calls, never the caller's 401")
    void bothRefused(Way way) {
        FakeProvider fake = chain.fake(way, 1);
        fake.always(Answer.error(401));

        RawClient.Response response = chain.call(way, "pool");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers().first("x-should-retry")).isEqualTo("false");
        assertThat(response.text()).doesNotContain(fake.key(), ChainConfig.SPARE_KEY);
        assertThat(chain.row(response).path("error_kind").asText()).isEqualTo("upstream_auth_failed");
        assertThat(chain.attempts(response))
                .containsExactly(
                        "pool upstream_auth_failed next_credential", "pool upstream_auth_failed no_target_left");
        assertThat(fake.requests().stream().filter(CredentialPoolIT::spare)).hasSize(1);
        seen(way, 2, 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("429 with both: the next target, and without one the caller's 429")
    void bothLimited(Way way) {
        chain.fake(way, 1).always(Answer.error(429).retryAfter(Duration.ofSeconds(60)));

        servedBy(way, 2, chain.call(way, "pool-two"), 3);
        seen(way, 2, 1);
        assertThat(chain.call(way, "pool").status()).isEqualTo(429);
        seen(way, 4, 1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a 503 is not a credential's fault: the same upstream again, three calls in all")
    void notACredentialsFault(Way way) {
        chain.fake(way, 1).always(Answer.error(503));

        servedBy(way, 2, chain.call(way, "pool-two"), 4);

        seen(way, 3, 1);
    }
}
