package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import dev.mehari.protocol.Codec;
import dev.mehari.sample.Samples;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgementTest {
    /** last: no other target can help; fault: it counts against the upstream; quoted: the caller may read its words. */
    @ParameterizedTest
    @CsvSource({
        // status, code,           type,          kind,                     last,  fault, quoted
        "400, ,                    ,              UPSTREAM_REJECTED,        true,  false, true",
        "413, ,                    ,              UPSTREAM_REJECTED,        true,  false, true",
        "422, ,                    ,              UPSTREAM_REJECTED,        true,  false, true",
        "400, context_length_exceeded, ,          UPSTREAM_REJECTED,        true,  false, true",
        "401, ,                    ,              UPSTREAM_AUTH_FAILED,     false, false, false",
        "403, ,                    ,              UPSTREAM_AUTH_FAILED,     false, false, false",
        "400, API_KEY_INVALID,     ,              UPSTREAM_AUTH_FAILED,     false, false, false",
        "400, 1001,                ,              UPSTREAM_AUTH_FAILED,     false, false, false",
        "402, ,                    ,              INSUFFICIENT_QUOTA,       false, false, false",
        "429, insufficient_quota,  ,              INSUFFICIENT_QUOTA,       false, false, false",
        "429, 1113,                ,              INSUFFICIENT_QUOTA,       false, false, false",
        "400, ,                    billing_error, INSUFFICIENT_QUOTA,       false, false, false",
        "404, ,                    ,              UPSTREAM_MODEL_NOT_FOUND, false, false, false",
        "408, ,                    ,              UPSTREAM_TIMEOUT,         false, true,  true",
        "429, ,                    ,              UPSTREAM_RATE_LIMITED,    false, false, true",
        "500, ,                    ,              UPSTREAM_ERROR,           false, true,  true",
        "502, ,                    ,              UPSTREAM_ERROR,           false, true,  true",
        "503, ,                    ,              UPSTREAM_OVERLOADED,      false, true,  true",
        "529, ,                    ,              UPSTREAM_OVERLOADED,      false, true,  true",
        "302, ,                    ,              UPSTREAM_INVALID_REPLY,   false, false, false",
    })
    void whatAStatusMeans(
            int status,
            @Nullable String code,
            @Nullable String type,
            ErrorKind kind,
            boolean last,
            boolean fault,
            boolean quoted) {
        Judgement.Verdict verdict = judge(status, code, type, false);

        assertThat(verdict.refusal().kind()).isEqualTo(kind);
        assertThat(verdict.last()).as("last").isEqualTo(last);
        assertThat(verdict.fault()).as("fault").isEqualTo(fault);
        assertThat(verdict.quotable()).as("quoted").isEqualTo(quoted);
    }

    @Test
    void anUnknownModelBehindAWildcardIsTheCallersTypo() {
        Judgement.Verdict verdict = judge(404, null, null, true);

        assertThat(verdict.refusal().kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        assertThat(verdict.last()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after,    7,                              7000",
        "retry-after,    ' 7 ',                          7000",
        "retry-after,    1.5,                            1500",
        "retry-after,    0,                              0",
        "retry-after,    'Sun, 01 Mar 2026 12:00:30 GMT', 30000",
        "retry-after,    'Sun, 01 Mar 2026 11:00:00 GMT', 0",
        "retry-after,    soon,                           -1",
        "retry-after,    '',                             -1",
        "retry-after,    1.2.3,                          -1",
        "retry-after,    -5,                             -1",
        "retry-after-ms, 250,                            250",
        "retry-after-ms, 250.4,                          250",
        "retry-after-ms, -1,                             0",
        "retry-after-ms, no,                             -1",
        "x-else,         7,                              -1",
    })
    void howLongToWait(String header, String value, long millis) {
        Duration wait = Judgement.retryAfter(Map.of(header, value), Samples.NOW);

        assertThat(wait == null ? -1 : wait.toMillis()).isEqualTo(millis);
    }

    @Test
    void theWaitIsHandedOnAndTheMillisecondsBeatTheSeconds() {
        Judgement.Verdict verdict = Judgement.of(
                429,
                new Codec.ErrorFacts(null, null, "slow down", true, 0, null),
                Map.of("retry-after", "9", "retry-after-ms", "1500"),
                "one",
                false,
                Samples.NOW);

        assertThat(verdict.refusal().retryAfter()).isEqualTo(Duration.ofMillis(1500));
        assertThat(verdict.refusal().text()).contains("one", "slow down");
    }

    private static Judgement.Verdict judge(int status, @Nullable String code, @Nullable String type, boolean wildcard) {
        return Judgement.of(
                status, new Codec.ErrorFacts(code, type, null, true, 0, null), Map.of(), "one", wildcard, Samples.NOW);
    }
}
