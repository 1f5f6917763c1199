package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.config.Failover;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.sample.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgementTest {
    private final Clockwork clockwork = new Clockwork();
    private final Judgement judgement =
            new Judgement(Failover.shipped(), Samples.codecs(), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    /** fault: it counts against the upstream; quoted: the caller may read its words. What means what: the table's test. */
    @ParameterizedTest
    @CsvSource({
        // status, code,                kind,                     fault, quoted
        "400, ,                         UPSTREAM_REJECTED,        false, true",
        "413, ,                         UPSTREAM_REJECTED,        false, true",
        "400, context_length_exceeded,  CONTEXT_LENGTH_EXCEEDED,  false, true",
        "400, content_filter,           CONTENT_POLICY_VIOLATION, false, true",
        "401, ,                         UPSTREAM_AUTH_FAILED,     false, false",
        "400, API_KEY_INVALID,          UPSTREAM_AUTH_FAILED,     false, false",
        "402, ,                         INSUFFICIENT_QUOTA,       false, false",
        "429, insufficient_quota,       INSUFFICIENT_QUOTA,       false, false",
        "404, ,                         UPSTREAM_MODEL_NOT_FOUND, false, false",
        "408, ,                         UPSTREAM_TIMEOUT,         true,  true",
        "429, ,                         UPSTREAM_RATE_LIMITED,    false, true",
        "500, ,                         UPSTREAM_ERROR,           true,  true",
        "503, ,                         UPSTREAM_OVERLOADED,      true,  true",
        "504, ,                         UPSTREAM_ERROR,           true,  true",
        "529, ,                         UPSTREAM_OVERLOADED,      true,  true",
        "302, ,                         UPSTREAM_INVALID_REPLY,   true,  false",
        "302, rate_limit_exceeded,      UPSTREAM_INVALID_REPLY,   true,  false",
    })
    void whatAnErrorIs(int status, @Nullable String code, ErrorKind kind, boolean fault, boolean quoted) {
        UpstreamFailure failure = judge("fast", status, facts(code, 0, true), Map.of(), "{}");

        assertThat(failure.refusal().kind()).isEqualTo(kind);
        assertThat(failure.fault()).as("fault").isEqualTo(fault);
        assertThat(failure.said() != null).as("quoted").isEqualTo(quoted);
        if (failure.said() != null) {
            assertThat(failure.said().status()).isEqualTo(status);
        }
    }

    /** Fault 2.7: what stands inside a success is judged like any other error. */
    @ParameterizedTest
    @CsvSource({
        // code, the status in the body, kind,                quoted with
        "503,                     503, UPSTREAM_OVERLOADED,   503",
        "429,                     429, UPSTREAM_RATE_LIMITED, 429",
        "400,                     400, UPSTREAM_REJECTED,     400",
        "insufficient_quota,      0,   INSUFFICIENT_QUOTA,    0",
        "context_length_exceeded, 0,   CONTEXT_LENGTH_EXCEEDED, 400",
        "never_heard_of,          0,   UPSTREAM_ERROR,        502",
        "401,                     401, UPSTREAM_AUTH_FAILED,  0",
    })
    void anErrorInsideOfASuccess(String code, int inBody, ErrorKind kind, int quoted) {
        UpstreamFailure failure = judge("fast", 200, facts(code, inBody, true), Map.of(), "{}");

        assertThat(failure.refusal().kind()).isEqualTo(kind);
        assertThat(failure.said() == null ? 0 : failure.said().status()).isEqualTo(quoted);
    }

    @ParameterizedTest
    @CsvSource({"1313, true", "1302, false", "rate_limit_exceeded, false"})
    void whoseRateLimitItIs(String code, boolean ofAccount) {
        UpstreamFailure failure = judge("fast", 429, facts(code, 0, true), Map.of("retry-after", "7"), "{}");

        assertThat(failure.refusal().concernsAccount()).isEqualTo(ofAccount);
        assertThat(failure.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    /** Contract: an upstream that refuses us is never the caller's own 401, whatever its words are about. */
    @ParameterizedTest
    @CsvSource({
        "401, rate_limit_exceeded, 429",
        "403, rate_limit_exceeded, 429",
        "403, content_filter,      403",
        "407, overloaded_error,    503",
    })
    void noStatusSaysThatTheCallersKeyWasRefused(int status, String code, int shown) {
        UpstreamFailure failure = judge("fast", status, facts(code, 0, true), Map.of(), "{}");

        assertThat(failure.said() == null ? 0 : failure.said().status()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"gpt-9, MODEL_NOT_FOUND", "one/small, MODEL_NOT_FOUND", "fast, UPSTREAM_MODEL_NOT_FOUND"})
    void anUnknownModelIsTheCallersTypoWhereTheCallerWroteIt(String model, ErrorKind kind) {
        assertThat(judge(model, 404, facts(null, 0, true), Map.of(), "{}")
                        .refusal()
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void wordsThatHoldACredentialAreNotShown() {
        UpstreamFailure failure = judge(
                "fast",
                400,
                new ErrorFacts(null, null, "bad: " + Samples.SECRET, true, 0, null),
                Map.of(),
                "{\"m\":\"bad: " + Samples.SECRET + "\"}");

        assertThat(failure.said()).isNull();
        assertThat(failure.refusal().text()).doesNotContain(Samples.SECRET).contains("400");
    }

    /** In a stream the event itself is with the caller already: ours has to take its place. */
    @Test
    void wordsThatNameAnAccountAreHiddenWholeAndInAStream() {
        String words = "slow down, org-abcdefghijklmnopqrstuvwx";
        ErrorFacts facts = new ErrorFacts("rate_limit_exceeded", null, words, true, 429, null);

        UpstreamFailure named = judge("fast", 200, facts, Map.of(), "{\"error\":\"" + words + "\"}");
        assertThat(named.words()).isNotNull().extracting(Refusal::text).isEqualTo("slow down, org-***");
        assertThat(named.said()).isNotNull();
        assertThat(judge("fast", 200, facts(null, 500, true), Map.of(), "{}").words())
                .isNull();
    }

    @Test
    void aPageIsNotQuoted() {
        assertThat(judge("fast", 503, facts(null, 0, false), Map.of(), "<html>").said())
                .isNull();
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
        "retry-after-ms, -1,                             -1",
        "retry-after-ms, no,                             -1",
        "x-else,         7,                              -1",
    })
    void howLongToWait(String header, String value, long millis) {
        Duration wait = Judgement.retryAfter(Map.of(header, value), facts(null, 0, true), Samples.NOW);

        assertThat(wait == null ? -1 : wait.toMillis()).isEqualTo(millis);
    }

    @Test
    void theWaitIsHandedOn() {
        UpstreamFailure failure = judge(
                "fast", 429, facts("slow down", 0, true), Map.of("retry-after", "9", "retry-after-ms", "1500"), "{}");

        assertThat(failure.refusal().retryAfter()).isEqualTo(Duration.ofMillis(1500));
        assertThat(failure.refusal().text()).contains("one", "words");
    }

    @Test
    void headersComeBeforeTheBodyAndABrokenOneSaysNothing() {
        ErrorFacts facts = new ErrorFacts(null, null, null, true, 0, Duration.ofSeconds(34));

        assertThat(Judgement.retryAfter(Map.of("retry-after", "2"), facts, Samples.NOW))
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(Judgement.retryAfter(Map.of("retry-after-ms", "x", "retry-after", "3"), facts, Samples.NOW))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Judgement.retryAfter(Map.of("retry-after", "soon"), facts, Samples.NOW))
                .isEqualTo(Duration.ofSeconds(34));
    }

    private static ErrorFacts facts(@Nullable String code, int status, boolean json) {
        return new ErrorFacts(code, null, "words", json, status, null);
    }

    private UpstreamFailure judge(
            String model, int status, ErrorFacts facts, Map<String, String> headers, String body) {
        Call call = Samples.call(model);
        String alias = model.startsWith("gpt-") ? "gpt-*" : model;
        call.course().resolved(alias, List.of(Target.of("one/small")));
        call.course().nextTarget();
        InFlight flight = new Dispatch(
                        Samples.snapshot(), new Timers(clockwork), Clock.fixed(Samples.NOW, ZoneOffset.UTC))
                .open(call);
        return judgement.of(flight, status, facts, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
