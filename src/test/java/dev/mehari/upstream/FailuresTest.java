package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
    private final Call call = Samples.call("fast");

    /** The kinds of failure of different targets, in order. */
    @ParameterizedTest
    @CsvSource({
        "UPSTREAM_RATE_LIMITED UPSTREAM_RATE_LIMITED,  UPSTREAM_RATE_LIMITED",
        "UPSTREAM_RATE_LIMITED UPSTREAM_OVERLOADED,    UPSTREAM_OVERLOADED",
        "UPSTREAM_OVERLOADED UPSTREAM_RATE_LIMITED,    UPSTREAM_OVERLOADED",
        "UPSTREAM_RATE_LIMITED UPSTREAM_AUTH_FAILED,   UPSTREAM_AUTH_FAILED",
        "UPSTREAM_RATE_LIMITED INSUFFICIENT_QUOTA,     UPSTREAM_RATE_LIMITED",
        "INSUFFICIENT_QUOTA INSUFFICIENT_QUOTA,        INSUFFICIENT_QUOTA",
        "UPSTREAM_AUTH_FAILED UPSTREAM_ERROR,          UPSTREAM_ERROR",
        "UPSTREAM_ERROR UPSTREAM_TIMEOUT,              UPSTREAM_TIMEOUT",
        "UPSTREAM_TIMEOUT UPSTREAM_UNAVAILABLE,        UPSTREAM_TIMEOUT",
        "UPSTREAM_UNAVAILABLE UPSTREAM_UNAVAILABLE,    UPSTREAM_UNAVAILABLE",
        "UPSTREAM_AUTH_FAILED UPSTREAM_UNAVAILABLE,    UPSTREAM_UNAVAILABLE",
        "UPSTREAM_MODEL_NOT_FOUND INTERNAL_ERROR,      UPSTREAM_MODEL_NOT_FOUND",
    })
    void fault_5_6_theMostUsefulIsTold(String kinds, ErrorKind told) {
        int target = 0;
        for (String kind : kinds.split(" ", -1)) {
            attempt("one/m" + target++, ErrorKind.valueOf(kind), null);
        }

        assertThat(Failures.mostUseful(call, Samples.NOW)).get().satisfies(r -> {
            assertThat(r.kind()).isEqualTo(told);
            assertThat(r.text()).contains("all 2 attempts failed");
        });
    }

    @Test
    void theLastWordOfATargetCounts() {
        attempt("one/small", ErrorKind.UPSTREAM_ERROR, null);
        attempt("one/small", ErrorKind.UPSTREAM_RATE_LIMITED, null);
        attempt("two/small", ErrorKind.UPSTREAM_RATE_LIMITED, null);

        assertThat(Failures.mostUseful(call, Samples.NOW))
                .get()
                .satisfies(r -> assertThat(r.kind()).isEqualTo(ErrorKind.UPSTREAM_RATE_LIMITED));
    }

    @Test
    void fault_2_3_theShortestTimeThatWasNamedIsHandedOn() {
        attempt("one/small", ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofSeconds(9));
        attempt("two/small", ErrorKind.UPSTREAM_RATE_LIMITED, Duration.ofSeconds(7));
        attempt("two/large", ErrorKind.UPSTREAM_RATE_LIMITED, null);

        assertThat(Failures.mostUseful(call, Samples.NOW.plusSeconds(2)))
                .get()
                .satisfies(r -> assertThat(r.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void whatStaysHasNoTimeButItsOwn() {
        attempt("one/small", ErrorKind.UPSTREAM_AUTH_FAILED, null);

        assertThat(Failures.mostUseful(call, Samples.NOW)).get().satisfies(r -> {
            assertThat(r.retryAfter()).isNull();
            assertThat(r.text()).isEqualTo("failed");
        });
    }

    @Test
    void aQuotaIsToldWithTheTimeItNamed() {
        attempt("one/small", ErrorKind.INSUFFICIENT_QUOTA, Duration.ofHours(5));

        assertThat(Failures.mostUseful(call, Samples.NOW))
                .get()
                .satisfies(r -> assertThat(r.retryAfter()).isEqualTo(Duration.ofHours(5)));
    }

    @Test
    void theFaultyPartIsNamedWhicheverTargetsCannotBeToldOfIt() {
        for (String target : new String[] {"one/small", "two/small"}) {
            Attempt attempt = new Attempt(Target.of(target), null, Samples.NOW);
            call.attempts().begin(attempt);
            attempt.failed(Refusal.of(ErrorKind.UNSUPPORTED_VALUE, "cannot be told", "n"));
            attempt.ended(Samples.NOW, ErrorKind.UNSUPPORTED_VALUE);
        }

        assertThat(Failures.mostUseful(call, Samples.NOW)).get().satisfies(r -> {
            assertThat(r.param()).isEqualTo("n");
            assertThat(r.text()).contains("all 2 attempts failed");
        });
    }

    @Test
    void withoutAFailureThereIsNothingToTell() {
        call.attempts().begin(new Attempt(Target.of("one/small"), null, Samples.NOW));

        assertThat(Stream.of(Failures.mostUseful(call, Samples.NOW))).allMatch(o -> o.isEmpty());
    }

    private void attempt(String target, ErrorKind kind, @Nullable Duration retryAfter) {
        Attempt attempt = new Attempt(Target.of(target), null, Samples.NOW);
        call.attempts().begin(attempt);
        attempt.failed(new Refusal(kind, "failed", retryAfter));
        attempt.ended(Samples.NOW, kind);
    }
}
