package dev.mehari.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import dev.mehari.config.Prices;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rows of a call's attempts say: what each used and cost, and what followed it. */
class AttemptsSettledTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Prices PRICES = new Prices(
            "2026-01",
            Map.of(
                    "u1/dear", PricingTest.price("1000", "2000", null, null),
                    "u2/cheap", PricingTest.price("1", "2", null, null)));
    private static final Usage USED = new Usage(100, 0, 0, 0, 10, 0);

    private final Call call = new Call("c1", Protocol.ANTHROPIC_MESSAGES, START, Map.of(), null, "fast", true, true);

    @Test
    void fault_3_10_fallbackSpendIsNotBookedOnTheModelThatFailed() {
        for (int i = 0; i < 3; i++) {
            attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, i < 2 ? Next.RETRY : Next.NEXT_TARGET);
        }
        answered("u2/cheap", USED);

        UsageRecord row = settle();

        assertThat(row)
                .returns("u2", UsageRecord::upstream)
                .returns("cheap", UsageRecord::model)
                .returns(USED, UsageRecord::usage)
                .returns(120_000L, UsageRecord::costNanoUsd)
                .returns("2026-01", UsageRecord::priceVersion);
        assertThat(row.attempts())
                .extracting(
                        AttemptRecord::upstream,
                        AttemptRecord::usage,
                        AttemptRecord::costNanoUsd,
                        AttemptRecord::priceVersion,
                        AttemptRecord::next)
                .containsExactly(
                        tuple("u1", null, 0L, null, "retry"),
                        tuple("u1", null, 0L, null, "retry"),
                        tuple("u1", null, 0L, null, "next_target"),
                        tuple("u2", USED, 120_000L, "2026-01", "done"));
    }

    @Test
    @DisplayName("fault 3.2: what failed before any of its answer came is kept and not charged, in the middle it is")
    void whatAFailedAttemptReportedStandsInItsRow() {
        open("u1/dear");
        call.attempts().used(USED);
        end(ErrorKind.UPSTREAM_ERROR, Next.NEXT_TARGET);
        answered("u2/cheap", new Usage(1, 0, 0, 0, 1, 0));

        UsageRecord row = settle();

        assertThat(row.costNanoUsd()).isEqualTo(3_000);
        assertThat(row.usage().total()).isEqualTo(2);
        assertThat(row.attempts())
                .extracting(AttemptRecord::usage, AttemptRecord::costNanoUsd)
                .containsExactly(tuple(USED, 0L), tuple(new Usage(1, 0, 0, 0, 1, 0), 3_000L));
    }

    @Test
    @DisplayName("fault 3.2: an attempt that failed before any of its answer came charges its call nothing")
    void aCallThatFailedAfterItsInputWasCounted() {
        open("u1/dear");
        call.attempts().used(USED);
        call.failed(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late"));
        end(ErrorKind.UPSTREAM_TIMEOUT, Next.NO_TARGET_LEFT);

        assertThat(settle())
                .returns(0L, UsageRecord::costNanoUsd)
                .returns(Usage.NONE, UsageRecord::usage)
                .returns(false, UsageRecord::usageKnown);
    }

    @Test
    void whatBrokeOffInTheMiddleIsCharged() {
        open("u1/dear");
        call.attempts().used(USED);
        call.answer(Reply.streaming(200, "text/event-stream", InputStream.nullInputStream()));
        call.failed(new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "broken off"));
        end(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, Next.COMMITTED);

        assertThat(settle()).returns(120_000_000L, UsageRecord::costNanoUsd).returns(USED, UsageRecord::usage);
    }

    @Test
    void aFailedAttemptsUsageIsNotBookedOnAnAnswerThatReportedNone() {
        open("u1/dear");
        call.attempts().used(USED);
        end(ErrorKind.UPSTREAM_ERROR, Next.NEXT_TARGET);
        answered("u2/cheap", null);

        UsageRecord row = settle();

        assertThat(row)
                .returns(false, UsageRecord::usageKnown)
                .returns(Usage.NONE, UsageRecord::usage)
                .returns(null, UsageRecord::costNanoUsd)
                .returns(null, UsageRecord::priceVersion);
        assertThat(row.attempts().getFirst().usage()).isEqualTo(USED);
        assertThat(row.attempts().getLast())
                .returns(null, AttemptRecord::usage)
                .returns(null, AttemptRecord::costNanoUsd);
    }

    @Test
    void anAnswerWithoutAPriceStaysUnpriced() {
        answered("u3/unknown", USED);

        assertThat(settle().attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt)
                        .returns(USED, AttemptRecord::usage)
                        .returns(null, AttemptRecord::costNanoUsd)
                        .returns(null, AttemptRecord::priceVersion));
    }

    /** Nothing reported: 0 where nothing can have been made, null where nobody knows. */
    @ParameterizedTest
    @CsvSource({
        "UPSTREAM_OVERLOADED, NEXT_TARGET, 0",
        "UPSTREAM_TIMEOUT, NO_TARGET_LEFT, 0",
        "UPSTREAM_UNAVAILABLE, NEXT_TARGET, 0",
        "UPSTREAM_POOL_EXHAUSTED, NO_TARGET_LEFT, 0",
        "UPSTREAM_REJECTED, CALLERS_MISTAKE, 0",
        "UPSTREAM_RATE_LIMITED, CALLER_LEFT, 0",
        "UPSTREAM_STREAM_INTERRUPTED, COMMITTED,",
        "UPSTREAM_TIMEOUT, COMMITTED,",
        "CLIENT_CANCELLED, CALLER_LEFT,",
        "NOT_READY, GATEWAY,",
        "INTERNAL_ERROR, GATEWAY,",
        ", DONE,",
    })
    void aCostThatNobodyReported(@Nullable ErrorKind error, Next next, @Nullable Long cost) {
        attempt("u1/dear", error, next);

        UsageRecord row = settle();

        assertThat(row.attempts().getFirst().costNanoUsd()).isEqualTo(cost);
        assertThat(row.costNanoUsd()).isEqualTo(cost);
        assertThat(row.priceVersion()).isNull();
    }

    /** The call ended before what was decided came to pass. */
    @ParameterizedTest
    @EnumSource(names = {"RETRY", "WAIT", "NEXT_CREDENTIAL", "NEXT_TARGET"})
    void aPlannedAttemptThatTheCallerDidNotWaitForIsNone(Next planned) {
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, planned);
        call.cancellation().cancel();

        assertThat(next()).isEqualTo("caller_left");
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY", "WAIT", "NEXT_CREDENTIAL", "NEXT_TARGET"})
    void aPlannedAttemptThatTheStoppingGatewayDidNotMakeIsNone(Next planned) {
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, planned);
        call.course().plan(List.of(Target.of("u1/dear")));
        call.failed(new Refusal(ErrorKind.NOT_READY, "stopping"));

        assertThat(next()).isEqualTo("gateway");
    }

    @ParameterizedTest
    @EnumSource
    void whatDispatchSaidOfTheLastAttemptCounts(Next said) {
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, said);
        boolean goesOn = List.of(Next.RETRY, Next.WAIT, Next.NEXT_CREDENTIAL, Next.NEXT_TARGET)
                .contains(said);

        assertThat(next()).isEqualTo(goesOn ? "no_target_left" : said.id());
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY", "WAIT", "NEXT_CREDENTIAL", "NEXT_TARGET"})
    void whatDispatchSaidOfAnEarlierAttemptCounts(Next said) {
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, said);
        answered("u2/cheap", null);

        assertThat(next()).isEqualTo(said.id());
    }

    @Test
    void withoutAWordOnlyAnotherTargetCanBeTold() {
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, null);
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, null);
        answered("u2/cheap", null);

        assertThat(settle().attempts()).extracting(AttemptRecord::next).containsExactly(null, "next_target", "done");
    }

    @Test
    void anAttemptThatIsOpenWhenTheCallerLeavesIsCallerLeft() {
        call.answer(Reply.streaming(200, "text/event-stream", InputStream.nullInputStream()));
        open("u1/dear");
        call.cancellation().cancel();

        assertThat(next()).isEqualTo("caller_left");
        assertThat(settle().attempts().getFirst())
                .returns(null, AttemptRecord::endedAt)
                .returns(null, AttemptRecord::costNanoUsd);
    }

    @Test
    void aStreamThatBrokeIsCommitted() {
        open("u1/dear");
        call.answer(Reply.streaming(200, "text/event-stream", InputStream.nullInputStream()));
        call.failed(new Refusal(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, "broken off"));
        end(ErrorKind.UPSTREAM_STREAM_INTERRUPTED, Next.COMMITTED);

        assertThat(next()).isEqualTo("committed");
        assertThat(settle().costNanoUsd()).isNull();
    }

    /** Without a word of dispatch and without a stream. */
    @ParameterizedTest
    @CsvSource({
        "UPSTREAM_REJECTED, callers_mistake",
        "CONTEXT_LENGTH_EXCEEDED, callers_mistake",
        "CLIENT_CANCELLED, caller_left",
        "NOT_READY, gateway",
        "INTERNAL_ERROR, gateway",
        "UPSTREAM_OVERLOADED, no_target_left",
        ", gateway",
    })
    void theEndOfACallThatGotNoAnswer(@Nullable ErrorKind error, String next) {
        attempt("u1/dear", error, null);

        assertThat(next()).isEqualTo(next);
    }

    @Test
    void withTargetsLeftNobodyKnowsWhyItEnded() {
        call.course().resolved("fast", List.of(Target.of("u2/cheap")));
        attempt("u1/dear", ErrorKind.UPSTREAM_OVERLOADED, null);

        assertThat(next()).isNull();
    }

    @Test
    void anAnswerThatIsAllThereIsDoneThoughItsCallerLeft() {
        answered("u1/dear", USED);
        call.cancellation().cancel();

        assertThat(next()).isEqualTo("done");
    }

    private @Nullable String next() {
        return settle().attempts().getFirst().next();
    }

    private UsageRecord settle() {
        return Settlement.settle(call, PRICES, Clock.fixed(START.plusSeconds(2), ZoneOffset.UTC));
    }

    private void answered(String target, @Nullable Usage usage) {
        open(target);
        if (usage != null) {
            call.attempts().used(usage);
        }
        end(null, null);
        call.answer(Reply.of(200, "application/json", new byte[0]));
    }

    private void attempt(String target, @Nullable ErrorKind error, @Nullable Next next) {
        open(target);
        end(error, next);
    }

    private void open(String target) {
        call.attempts().begin(new Attempt(Target.of(target), "main", START));
    }

    private void end(@Nullable ErrorKind error, @Nullable Next next) {
        Attempt last = call.attempts().getLast();
        last.ended(START.plusMillis(50), error);
        if (next != null) {
            last.next(next);
        }
    }
}
