package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.fake.SeenRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayName("fault 2.3: an upstream that says when to come back")
class RetryAfterIT extends OnChain {
    /** Far from any right answer, for a machine that is busy with other things. */
    private static final Duration FAR = Duration.ofSeconds(10);

    /** Just short enough to be waited for: who does not wait is far below it, on a busy machine too. */
    private static final Duration LONGEST = Duration.ofSeconds(9);

    /** From the first request to the second. */
    private Duration between(Way way) {
        List<SeenRequest> seen = chain.fake(way, 1).requests();
        return Duration.ofNanos(seen.get(1).receivedAt() - seen.get(0).receivedAt());
    }

    private static long retryAfter(RawClient.Response response) {
        return Long.parseLong(String.valueOf(response.headers().first("retry-after")));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.3: 429 with a time that would be waited for, and another target: that one answers at once")
    void elsewhere(Way way) {
        chain.fake(way, 1).next(Answer.error(429).retryAfter(LONGEST));

        RawClient.Response response = chain.call(way, "two");

        servedBy(way, 2, response, 2);
        seen(way, 1, 1);
        SeenRequest first = chain.fake(way, 1).lastRequest();
        SeenRequest second = chain.fake(way, 2).lastRequest();
        assertThat(Duration.ofNanos(second.receivedAt() - first.receivedAt())).isLessThan(LONGEST);
        assertThat(chain.attempts(response)).containsExactly("1 upstream_rate_limited next_target", "2 done");
    }

    @Test
    @DisplayName("fault 2.3: 429 with Retry-After: 2 and no other target: one second call, 2.0 s later")
    void waits() {
        together(List.of(Way.OPENAI_STREAM, Way.ANTHROPIC_JSON, Way.GEMINI_JSON), way -> {
            chain.fake(way, 1).next(Answer.error(429).retryAfter(Duration.ofSeconds(2)));

            RawClient.Response response = chain.call(way, "one");

            servedBy(way, 1, response, 2);
            assertThat(between(way)).isBetween(Duration.ofSeconds(2), FAR);
            assertThat(chain.attempts(response)).containsExactly("1 upstream_rate_limited wait", "1 done");
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.3: retry-after-ms is waited for to the millisecond, a 503 with a time too")
    void millis(Round round) {
        together(round.ways(), way -> {
            for (int status : new int[] {429, 503}) {
                chain.fake(way, 1).server().forget();
                chain.fake(way, 1).next(Answer.error(status).retryAfterMillis(300));

                servedBy(way, 1, chain.call(way, "one"), 2);

                assertThat(between(way)).isBetween(Duration.ofMillis(300), FAR);
            }
        });
    }

    @Test
    @DisplayName("fault 2.3: Retry-After as an HTTP date")
    void date() {
        together(List.of(Way.OPENAI_JSON, Way.ANTHROPIC_STREAM), way -> {
            chain.fake(way, 1).next(Answer.error(429).retryAfterDate(Duration.ofSeconds(2)));

            servedBy(way, 1, chain.call(way, "one"), 2);

            // A date has whole seconds: what it means lies between one and two from now.
            assertThat(between(way)).isBetween(Duration.ofMillis(900), FAR);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"GEMINI_JSON", "GEMINI_ARRAY"})
    @DisplayName("fault 2.3: Google's RetryInfo in the body")
    void retryInfo(Way way) {
        chain.fake(way, 1).next(Answer.error(429).retryInfo(Duration.ofSeconds(1)));

        servedBy(way, 1, chain.call(way, "one"), 2);

        assertThat(between(way)).isBetween(Duration.ofSeconds(1), FAR);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.3: all say 429: the caller gets 429 with the smallest time, after one wait at the most")
    void exhausted(Way way) {
        chain.fake(way, 1).always(Answer.error(429).retryAfter(Duration.ofSeconds(30)));
        chain.fake(way, 2).always(Answer.error(429).retryAfter(Duration.ofSeconds(20)));

        RawClient.Response response = chain.call(way, "two");

        assertThat(response.status()).isEqualTo(429);
        assertThat(retryAfter(response)).isBetween(15L, 20L);
        seen(way, 1, 1);
        assertThat(chain.row(response).path("error_kind").asText()).isEqualTo("upstream_rate_limited");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.3: it says 429 again after the wait: no second wait")
    void onceOnly(Way way) {
        chain.fake(way, 1).always(Answer.error(429).retryAfterMillis(200));

        RawClient.Response response = chain.call(way, "one");

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.headers().first("x-should-retry")).isEqualTo("false");
        seen(way, 2);
        assertThat(chain.attempts(response))
                .containsExactly("1 upstream_rate_limited wait", "1 upstream_rate_limited no_target_left");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.3: 429 at one and 503 at the other is not a rate limit")
    void mixed(Way way) {
        chain.fake(way, 1).always(Answer.error(429));
        chain.fake(way, 2).always(Answer.error(503));

        RawClient.Response response = chain.call(way, "two");

        assertThat(response.status()).isIn(503, 529);
        assertThat(chain.row(response).path("error_kind").asText()).isEqualTo("upstream_overloaded");
        seen(way, 1, 3);
    }

    @ParameterizedTest
    @EnumSource(names = Way.WHOLE, mode = Mode.MATCH_ANY)
    @DisplayName("fault 2.3: longer than retry.max-wait is not waited: the caller is told at once, and may come back")
    void tooLong(Way way) {
        chain.fake(way, 1).always(Answer.error(429).retryAfter(Duration.ofSeconds(11)));

        RawClient.Response response = chain.call(way, "one");

        assertThat(response.status()).isEqualTo(429);
        assertThat(retryAfter(response)).isBetween(9L, 11L);
        assertThat(response.headers().has("x-should-retry")).isFalse();
        seen(way, 1);
    }

    @Test
    @DisplayName("fault 2.3: a wait beyond the deadline is not begun")
    void beyondTheDeadline() {
        Way way = Way.OPENAI_JSON;
        for (int n = 1; n <= 3; n++) {
            chain.fake(way, n).always(Answer.error(429).retryAfter(LONGEST));
        }

        RawClient.Response response = chain.call(way, "until");

        assertThat(response.status()).isEqualTo(429);
        seen(way, 1, 1, 1);
        assertThat(chain.row(response).path("total_ms").asLong()).isLessThan(ChainConfig.UNTIL.toMillis());
    }
}
