package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.wire.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.10a: a circuit breaker counts what the upstream does wrong, and nothing else")
class BreakerIT extends OnChain {
    private static final List<Way> STREAMS = List.of(Way.OPENAI_STREAM, Way.ANTHROPIC_STREAM, Way.GEMINI_STREAM);

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_JSON", "ANTHROPIC_STREAM", "GEMINI_JSON"})
    @DisplayName("fault 2.10a: 20 mistakes of callers do not open it")
    void callersMistakes(Way way) {
        chain.fake(way, 1).always(Answer.error(400));
        for (int i = 0; i < 20; i++) {
            assertThat(chain.call(way, "frail").status()).isEqualTo(400);
        }
        chain.fake(way, 1).always(Chain.good(1));

        assertThat(chain.call(way, "frail").status()).isEqualTo(200);

        assertThat(chain.breaker(way.vendor() + "-frail")).isEqualTo("closed");
        seen(way, 21);
    }

    @Test
    @DisplayName("fault 2.8a: streams that all break after a token open it; the next target serves; then it recovers")
    void brokenStreamsOpenIt() {
        for (Way way : STREAMS) {
            chain.fake(way, 1).always(Chain.good(1).cutAfter(way.dialect.openingEvents() + 1));
            for (int i = 0; i < 4; i++) {
                assertThat(chain.call(way, "brittle").text()).contains(way.dialect.errorMark());
            }
            assertThat(chain.breaker(way.vendor() + "-brittle")).isEqualTo("open");
            seen(way, 4, 0);

            RawClient.Response leftAlone = chain.call(way, "brittle-two");
            RawClient.Response nobody = chain.call(way, "brittle");

            // An upstream that is left alone was not asked.
            servedBy(way, 2, leftAlone, 1);
            assertThat(chain.attempts(leftAlone)).containsExactly("brittle upstream_unavailable next_target", "2 done");
            assertThat(nobody.status()).isEqualTo(503);
            assertThat(nobody.headers().first("x-mehari-error-origin")).isEqualTo("upstream");
            assertThat(chain.attempts(nobody)).containsExactly("brittle upstream_unavailable no_target_left");
            seen(way, 4, 1);
        }
        for (Way way : STREAMS) {
            chain.fake(way, 1).always(Chain.good(1));
            Eventually.get(
                    Duration.ofSeconds(15), () -> chain.call(way, "brittle").status(), status -> status == 200);
            Eventually.get(
                    Duration.ofSeconds(15),
                    () -> {
                        chain.call(way, "brittle");
                        return chain.breaker(way.vendor() + "-brittle");
                    },
                    "closed"::equals);
            assertThat(Chain.withoutNumbers(chain.call(way, "brittle-two").body()))
                    .isEqualTo(chain.alone(way, 1));
        }
    }
}
