package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplyHeadersTest {
    @Test
    void aGoodAnswerSaysWhereItCameFrom() {
        Call call = Samples.call("fast");
        call.attempts().begin(new Attempt(Target.of("one/small"), null, Samples.NOW));
        call.attempts().begin(new Attempt(Target.of("two/org/small"), null, Samples.NOW));

        assertThat(ReplyHeaders.of(call))
                .containsEntry("x-request-id", "req_1")
                .containsEntry("x-mehari-upstream", "two")
                .containsEntry("x-mehari-model", "org/small")
                .containsEntry("x-mehari-attempts", "2")
                .doesNotContainKeys("x-mehari-error-origin", "x-should-retry", "retry-after", "request-id");
        assertThat(ReplyHeaders.of(call).get("x-mehari-overhead-ms")).matches("\\d+\\.\\d{3}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000", "499, 0.000", "500, 0.001", "1000000, 1.000", "1042499, 1.042", "12345678901, 12345.679"})
    void millisecondsHaveThreePlaces(long nanos, String millis) {
        assertThat(ReplyHeaders.millis(nanos)).isEqualTo(millis);
    }

    @Test
    void aCallThatReachedNoUpstreamNamesNone() {
        assertThat(ReplyHeaders.of(Samples.call("fast"))).doesNotContainKeys("x-mehari-upstream", "x-mehari-attempts");
    }

    @Test
    void anthropicsIdHasItsOwnHeaderToo() {
        assertThat(ReplyHeaders.of(Samples.call(Protocol.ANTHROPIC_MESSAGES, "fast")))
                .containsEntry("request-id", "req_1");
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL_NOT_FOUND,          client,   ",
        "INTERNAL_ERROR,           gateway,  ",
        "UPSTREAM_OVERLOADED,      upstream, ",
        "UPSTREAM_RATE_LIMITED,    upstream, ",
        "INSUFFICIENT_QUOTA,       upstream, false",
        "UPSTREAM_AUTH_FAILED,     upstream, false",
        "UPSTREAM_MODEL_NOT_FOUND, upstream, false",
        "UPSTREAM_INVALID_REPLY,   upstream, false",
        "PROTOCOL_NOT_SUPPORTED,   gateway,  false",
    })
    void anErrorSaysWhoseItIsAndWhetherRepeatingHelps(ErrorKind kind, String origin, @Nullable String retry) {
        Map<String, String> headers = ReplyHeaders.onError(null, new Refusal(kind, "no"), "req_2");

        assertThat(headers).containsEntry("x-request-id", "req_2").containsEntry("x-mehari-error-origin", origin);
        assertThat(headers.get("x-should-retry")).isEqualTo(retry);
    }

    @ParameterizedTest
    @CsvSource({"0, 1,", "1, 1, 1", "400, 1, 400", "1000, 1,", "1001, 2, 1001", "30000, 30,"})
    @DisplayName("fault 2.3: a wait is told in whole seconds, and exactly where that is too coarse")
    void aWaitIsTheWholeSecondsThatHaveToPass(long millis, String seconds, @Nullable String exact) {
        Refusal refusal = new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "no", Duration.ofMillis(millis));
        Map<String, String> headers = ReplyHeaders.onError(null, refusal, "req_2");

        assertThat(headers).containsEntry("retry-after", seconds);
        assertThat(headers.get("retry-after-ms")).isEqualTo(exact);
    }

    @Test
    @DisplayName("fault 2.2: who repeats a call that was tried in every way would only multiply its attempts")
    void aSpentCallIsNotToBeRepeated() {
        Call call = Samples.call("fast");
        call.spent();
        assertThat(ReplyHeaders.of(call)).doesNotContainKey("x-should-retry");

        call.failed(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "no"));
        assertThat(ReplyHeaders.of(call)).containsEntry("x-should-retry", "false");
    }

    @Test
    void whatABreakerKeptBackIsNoAttempt() {
        Call call = Samples.call("fast");
        Attempt kept = new Attempt(Target.of("two/small"), null, Samples.NOW);
        kept.ended(Samples.NOW, ErrorKind.UPSTREAM_UNAVAILABLE);
        call.attempts().begin(kept);
        assertThat(ReplyHeaders.of(call))
                .containsEntry("x-mehari-attempts", "0")
                .doesNotContainKeys("x-mehari-upstream", "x-mehari-model");

        call.attempts().begin(new Attempt(Target.of("one/small"), null, Samples.NOW));
        call.attempts().begin(kept);
        assertThat(ReplyHeaders.of(call))
                .containsEntry("x-mehari-attempts", "1")
                .containsEntry("x-mehari-upstream", "one");
    }

    @Test
    void aModelsNameCannotBreakTheHeader() {
        Call call = Samples.call("x");
        call.attempts()
                .begin(new Attempt(new Target("one", "a\r\nset-cookie: b\u00e9" + "y".repeat(500)), null, Samples.NOW));

        assertThat(ReplyHeaders.of(call).get("x-mehari-model"))
                .startsWith("a??set-cookie:?b?yyy")
                .hasSize(200);
    }

    @Test
    void whatCouldNotBeSaidByTheAnsweringAttemptIsNamed() {
        Call call = Samples.call("fast");
        Attempt failed = new Attempt(Target.of("one/small"), null, Samples.NOW);
        failed.translated(Protocol.GEMINI, List.of("seed:dropped"));
        Attempt good = new Attempt(Target.of("two/small"), null, Samples.NOW);
        good.translated(Protocol.ANTHROPIC_MESSAGES, List.of("n\r\n x\u00e9:dropped", "temperature:clamped"));
        call.attempts().begin(failed);
        assertThat(ReplyHeaders.of(call)).containsEntry("x-mehari-loss", "seed:dropped");

        call.attempts().begin(good);
        assertThat(ReplyHeaders.of(call)).containsEntry("x-mehari-loss", "n???x?:dropped, temperature:clamped");

        call.attempts().begin(new Attempt(Target.of("one/small"), null, Samples.NOW));
        assertThat(ReplyHeaders.of(call)).doesNotContainKey("x-mehari-loss");
    }

    @ParameterizedTest
    @CsvSource({"1, 10, false", "84, 10, false", "85, 10, false", "86, 10, true", "500, 100, true", "4, 500, false"})
    void aLongListOfLossesEndsInDots(int count, int length, boolean cut) {
        List<String> losses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            losses.add("x".repeat(length - 1) + i % 10);
        }
        String header = ReplyHeaders.losses(losses);
        assertThat(header.length()).isLessThanOrEqualTo(1024);
        assertThat(header.endsWith(", ...")).isEqualTo(cut);
        assertThat(header.startsWith(losses.getFirst().substring(0, Math.min(200, length))))
                .isTrue();
    }
}
