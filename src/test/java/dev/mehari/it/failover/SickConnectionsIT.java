package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("fault 2.2a: connections that fail are tried again, then the next target answers")
class SickConnectionsIT extends OnChain {
    private static Map<String, Answer> sick(Way way) {
        Map<String, Answer> all = new LinkedHashMap<>();
        all.put("closed before the head", Answer.hangUp());
        all.put("reset before the head", Answer.reset());
        all.put("closed after the head", Answer.text("x").chunked().cutAfter(0));
        all.put("reset after the head", Answer.text("x").chunked().resetAfter(0));
        if (!way.stream) {
            all.put("chunks that are none", Answer.text("x").malformedChunks());
            all.put("shorter than promised", Answer.text("hello").truncated());
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: closed or reset, before the head or after it: three calls, then the second target")
    void broken(Way way) {
        sick(way).forEach((what, answer) -> {
            chain.reset();
            chain.fake(way, 1).always(answer);

            RawClient.Response response = chain.call(way, "two");

            assertThat(chain.calls(way, 1)).as(what).isEqualTo(3);
            servedBy(way, 2, response, 4);
            chain.reset();
            chain.fake(way, 1).always(answer);
            RawClient.Response alone = chain.call(way, "one");
            assertThat(alone.status()).as(what + alone.text()).isEqualTo(502);
            assertThat(alone.text()).doesNotContain("127.0.0.1", "Exception");
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: nobody listens: three attempts, then the second target")
    void refused(Way way) {
        RawClient.Response response = chain.call(way, "gone");

        servedBy(way, 2, response, 4);
        assertThat(chain.attempts(response))
                .containsExactly(
                        "gone upstream_unreachable retry",
                        "gone upstream_unreachable retry",
                        "gone upstream_unreachable next_target",
                        "2 done");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fault 2.2a: what speaks no HTTP, or no TLS where TLS is configured: the second target")
    void notHttp(Way way) {
        RawClient.Response noise = chain.call(way, "noise");
        servedBy(way, 2, noise, 4);
        assertThat(chain.attempts(noise).getFirst())
                .isIn("noise upstream_invalid_reply retry", "noise upstream_unreachable retry");

        RawClient.Response tls = chain.call(way, "tls");
        servedBy(way, 2, tls, 4);
        assertThat(chain.attempts(tls).getFirst()).isEqualTo("tls upstream_unreachable retry");
    }
}
