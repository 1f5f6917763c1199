package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a call waits for its next attempt, and what it ends with. */
final class DispatchEndsTest extends OnDispatch {
    @Test
    void theUpstreamsOwnWordsAreShownWhenTheyAreAboutAllThatWasTried() {
        Reply words = Reply.of(429, "application/json", new byte[] {'{', '}'});
        UpstreamFailure quoted =
                new UpstreamFailure(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow"), false, words);
        Call shown = at("one/small");
        Call several = at("one/small", "two/small");

        fail(shown, quoted);
        dispatch.conclude(shown);
        fail(several, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late")));
        several.course().nextTarget();
        fail(several, quoted);

        assertThat(shown.reply()).isSameAs(words);
        assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.conclude(several))
                        .kind())
                .isEqualTo(ErrorKind.UPSTREAM_TIMEOUT);
    }

    @Test
    void theCallersMistakeIsShownInTheUpstreamsWordsAlsoAfterOtherFailures() {
        Reply words = Reply.of(400, "application/json", new byte[] {'{', '}'});
        Call call = at("one/small", "two/small");

        fail(call, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late")));
        call.course().nextTarget();
        fail(call, new UpstreamFailure(new Refusal(ErrorKind.UPSTREAM_REJECTED, "no"), false, words));
        dispatch.conclude(call);

        assertThat(call.reply()).isSameAs(words);
        assertThat(call.refusal()).isNotNull();
    }

    @Test
    void anAnswerMakesEarlierFailuresGood() {
        Call call = at("one/small");
        fail(call, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken")));
        call.answer(Reply.of(200, "application/json", new byte[0]));

        dispatch.conclude(call);

        assertThat(call.refusal()).isNull();
        assertThat(call.isSpent()).isFalse();
    }

    @Test
    void whatWasTriedMoreThanOnceIsSpent() {
        Call several = at("one/small", "two/small");
        Call once = at("one/small");
        Call later = at("one/small", "two/small");
        Refusal minute = new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(60));

        fail(several, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late")));
        several.course().nextTarget();
        fail(several, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late")));
        fail(once, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow")));
        fail(later, UpstreamFailure.other(minute));
        later.course().nextTarget();
        fail(later, UpstreamFailure.other(minute));

        for (Call call : List.of(several, once, later)) {
            assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.conclude(call)))
                    .isNotNull();
        }
        assertThat(several.isSpent()).isTrue();
        assertThat(once.isSpent()).as("an SDK's own retries multiply nothing").isFalse();
        assertThat(later.isSpent())
                .as("a client may wait the minute that the gateway does not")
                .isFalse();
    }

    @Test
    void aTargetThatCannotServeNeitherHidesWordsNorBuysASecondWait() {
        Reply words = Reply.of(429, "application/json", new byte[] {'{', '}'});
        Call call = at("one/small", "off/any");
        UpstreamFailure limited = new UpstreamFailure(
                new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(1)), false, words);

        fail(call, limited);
        call.course().nextTarget();
        dispatch.failed(call, catchThrowableOfType(Refusal.class, () -> dispatch.open(call)));
        assertThat(call.lastWords()).isSameAs(words);
        assertThat(call.course().takePause()).as("the one wait").isPositive();
        call.course().nextTarget();
        fail(call, limited);

        assertThat(call.getPlan()).isEmpty();
    }

    @Test
    void aPauseEndsWhenTheCallerLeavesAndWhenTheGatewayStops() throws Exception {
        Call gone = at("one/small");
        gone.course().again(Target.of("one/small"), Duration.ofMinutes(5));
        FutureTask<Refusal> waiting =
                new FutureTask<>(() -> catchThrowableOfType(Refusal.class, () -> dispatch.pause(gone)));
        untilItWaits(Thread.ofVirtual().start(waiting));
        gone.cancellation().cancel();
        assertThat(waiting.get(30, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);

        Call stopped = at("one/small");
        stopped.course().again(Target.of("one/small"), Duration.ofMinutes(5));
        FutureTask<Refusal> stopping =
                new FutureTask<>(() -> catchThrowableOfType(Refusal.class, () -> dispatch.pause(stopped)));
        untilItWaits(Thread.ofVirtual().start(stopping));
        timers.stopAll();
        assertThat(stopping.get(30, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.NOT_READY);
        Pauses ended = new Pauses();
        ended.endAll();
        ended.take(stopped, Duration.ofMinutes(5));
        assertThat(stopped.course().takePause()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aPauseIsWaitedForAndIsNoOverheadOfOurs() {
        Duration pause = Duration.ofMillis(20);
        long start = System.nanoTime();
        Call call = at("one/small");
        call.course().again(Target.of("one/small"), pause);

        dispatch.pause(call);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(pause.toNanos());
        assertThat(call.times().overheadNanos()).isLessThanOrEqualTo(System.nanoTime() - start - pause.toNanos());
    }

    private static void untilItWaits(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void theStopIsWhyACallEndsThatWaitedAfterAFailure() {
        Call call = at("one/small");
        fail(call, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, "busy")));
        timers.stopAll();

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.pause(call));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_READY);
        assertThat(call.refusal()).as("the row must not blame the upstream").isNull();
    }

    @Test
    void theStopIsWhyACallEndsInItsAttemptAndTheCallerMayComeBack() {
        Call call = at("one/small", "two/small");
        fail(call, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "busy")));
        dispatch.next(authenticated(call));
        fail(call, UpstreamFailure.other(Timers.stopping()));

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.conclude(call));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_READY);
        assertThat(call.refusal()).isEqualTo(refusal);
        assertThat(call.isSpent()).as("another gateway may serve it").isFalse();
    }

    @Test
    void anEmptyPlanIsTold() {
        assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.conclude(Samples.call("fast")))
                        .text())
                .contains("plan");
    }
}
