package dev.mehari.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.Caller.Role;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Protocol;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.call.Usage;
import dev.mehari.config.Prices;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Prices PRICES =
            new Prices("2026-01", Map.of("up/good", PricingTest.price("1", "2", null, null)));
    private static final Clock LATER = Clock.fixed(START.plusMillis(1_500), ZoneOffset.UTC);

    private final Call call = new Call("c1", Protocol.ANTHROPIC_MESSAGES, START, Map.of(), null, "fast", true, true);

    @Test
    void settlesACallThatASecondTargetAnswered() {
        call.authenticated(new Caller("key_1", "ci", "build", List.of(), Role.INFERENCE, List.of(), null));
        call.course().resolved("fast", List.of(Target.of("up/bad"), Target.of("up/good")));
        call.label("theirs");
        attempt("up/bad", 10, ErrorKind.UPSTREAM_OVERLOADED);
        attempt("up/good", 300, null);
        call.times().firstByte(START.plusMillis(400));
        call.attempts().used(new Usage(100, 0, 0, 0, 10, 0));
        call.answer(Reply.of(200, "application/json", new byte[0]));

        UsageRecord row = Settlement.settle(call, PRICES, LATER);

        assertThat(row)
                .returns("c1", UsageRecord::callId)
                .returns(START, UsageRecord::time)
                .returns("key_1", UsageRecord::keyId)
                .returns("ci", UsageRecord::keyName)
                .returns("build", UsageRecord::team)
                .returns("anthropic-messages", UsageRecord::protocol)
                .returns("fast", UsageRecord::alias)
                .returns("up", UsageRecord::upstream)
                .returns("good", UsageRecord::model)
                .returns(200, UsageRecord::status)
                .returns(null, UsageRecord::errorKind)
                .returns(null, UsageRecord::errorOrigin)
                .returns(400L, UsageRecord::firstByteMs)
                .returns(1_500L, UsageRecord::totalMs)
                .returns(120_000L, UsageRecord::costNanoUsd)
                .returns("2026-01", UsageRecord::priceVersion)
                .returns(true, UsageRecord::streamed)
                .returns("theirs", UsageRecord::label);
        assertThat(row.attempts())
                .extracting(AttemptRecord::number, AttemptRecord::model, AttemptRecord::errorKind)
                .containsExactly(tuple(1, "bad", "upstream_overloaded"), tuple(2, "good", null));
    }

    @Test
    void aCallerWhoLeftIsNotAnError500() {
        attempt("up/good", 10, null);
        call.failed(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken off"));
        call.cancellation().cancel();

        assertThat(Settlement.settle(call, 200, PRICES, LATER))
                .returns(499, UsageRecord::status)
                .returns("client_cancelled", UsageRecord::errorKind)
                .returns("client", UsageRecord::errorOrigin)
                .returns(null, UsageRecord::costNanoUsd)
                .returns(null, UsageRecord::priceVersion);
    }

    @Test
    void aRefusalNamesKindAndOrigin() {
        call.failed(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "busy"));

        assertThat(Settlement.settle(call, 529, PRICES, LATER))
                .returns(529, UsageRecord::status)
                .returns("upstream_overloaded", UsageRecord::errorKind)
                .returns("upstream", UsageRecord::errorOrigin);
        assertThat(Settlement.settle(call, PRICES, LATER).status()).isEqualTo(503);
    }

    @Test
    void aCallThatReachedNoUpstreamCostNothing() {
        call.failed(new Refusal(ErrorKind.INVALID_API_KEY, "no"));

        assertThat(Settlement.settle(call, PRICES, LATER))
                .returns(401, UsageRecord::status)
                .returns(0L, UsageRecord::costNanoUsd)
                .returns(null, UsageRecord::keyId)
                .returns(null, UsageRecord::upstream);
    }

    @Test
    void aTargetWithoutAPriceIsUnpriced() {
        attempt("up/bad", 10, null);
        call.attempts().used(new Usage(1, 0, 0, 0, 1, 0));

        assertThat(Settlement.settle(call, 200, PRICES, LATER))
                .returns(true, UsageRecord::usageKnown)
                .returns(null, UsageRecord::costNanoUsd)
                .returns(null, UsageRecord::priceVersion);
    }

    @Test
    void aCallNobodyAnsweredIsOurFault() {
        assertThat(Settlement.settle(call, PRICES, LATER))
                .returns(500, UsageRecord::status)
                .returns("internal_error", UsageRecord::errorKind);
    }

    @Test
    void aClockSetBackMakesNoNegativeTimes() {
        Clock earlier = Clock.fixed(START.minusSeconds(5), ZoneOffset.UTC);

        assertThat(Settlement.settle(call, PRICES, earlier).totalMs()).isZero();
    }

    @Test
    void textsFromOutsideAreMadeFitToBeStored() {
        call.label("a\u0000b\u001b[31m\n\ud83d" + "x".repeat(500));
        attempt("up/m\u0000" + "y".repeat(500), 10, null);

        UsageRecord row = Settlement.settle(call, 200, PRICES, LATER);

        assertThat(row.label()).startsWith("ab[31mx").hasSize(128);
        assertThat(row.model()).startsWith("my").hasSize(256);
        assertThat(row.attempts().getFirst().model()).isEqualTo(row.model());
        assertThat(Text.of("a".repeat(127) + "\ud83d\ude00", 128)).isEqualTo("a".repeat(127));
    }

    private void attempt(String target, long afterMs, @Nullable ErrorKind error) {
        Attempt attempt = new Attempt(Target.of(target), "main", START.plusMillis(afterMs));
        attempt.ended(START.plusMillis(afterMs + 50), error);
        call.attempts().begin(attempt);
    }
}
