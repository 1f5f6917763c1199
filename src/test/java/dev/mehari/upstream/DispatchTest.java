package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DispatchTest {
    private final Clockwork clockwork = new Clockwork();
    private final Timers timers = new Timers(clockwork);
    private final Dispatch dispatch =
            new Dispatch(Samples.snapshot(), timers, Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    @AfterEach
    void stopClockwork() {
        clockwork.shutdownNow();
    }

    /** Fault 4.4a: whatever an alias, a route or a fallback put into the plan, each attempt is looked at. */
    @ParameterizedTest
    @CsvSource({
        // the key's list,  called,  target of the attempt,  allowed
        "fast,              fast,    one/small,  true",
        "fast,              fast,    two/small,  true",
        "fast,              fast,    two/large,  false",
        "fast,              fast,    ONE/SMALL,  false",
        "fast,              fast,    one/smal,   false",
        "fast,              fast,    one/small2, false",
        "two/large,         fast,    two/large,  true",
        "two/large,         fast,    one/small,  false",
        "'',                fast,    two/large,  true",
        "large,             fast,    one/small,  false",
    })
    void everyAttemptIsOneThatTheKeyAllows(String list, String model, String target, boolean allowed) {
        Call call = resolved(model, list);
        call.plan(List.of(Target.of(target), Target.of("two/small")));

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        if (allowed) {
            assertThat(refusal).isNull();
            assertThat(call.getTarget()).hasToString(target);
        } else {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
            assertThat(call.getPlan()).as("nothing is tried after it").isEmpty();
        }
    }

    @Test
    void aKeyThatAllowsOneNameMayUseTheWildcardThatAnswersToIt() {
        Call call = Samples.call("gpt-4");
        call.authenticated(Samples.caller("gpt-4"));
        call.resolved("gpt-*", List.of(Target.of("one/gpt-4")));
        call.plan(List.of(Target.of("one/gpt-4")));

        dispatch.next(call);

        assertThat(call.getTarget()).hasToString("one/gpt-4");
    }

    @Test
    void withoutACheckedKeyNothingIsTried() {
        Call call = Samples.call("fast");
        call.plan(List.of(Target.of("one/small")));

        assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.next(call))
                        .kind())
                .isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    @Test
    void aRouteThatNamesAnUnknownUpstreamIsTold() {
        Call call = resolved("fast", "");
        call.plan(List.of(Target.of("nowhere/small")));

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        assertThat(refusal.kind()).isEqualTo(ErrorKind.INTERNAL_ERROR);
        assertThat(refusal.text()).contains("nowhere");
    }

    @Test
    void anAttemptHasTheCredentialsNameAndEndsWithItsCall() {
        Call call = at("one/small");

        InFlight flight = dispatch.open(call);

        assertThat(flight.attempt().credentialId()).isEqualTo("main");
        assertThat(call.attempts()).containsExactly(flight.attempt());
        assertThat(timers.inFlight()).isEqualTo(1);
        call.end();
        assertThat(timers.inFlight()).isZero();
        assertThat(flight.attempt().endedAt()).isNotNull();
    }

    @Test
    void theCredentialsOfAPoolTakeTurns() {
        Call first = at("pool/any");
        Call second = at("pool/any");
        Call third = at("pool/any");

        assertThat(Stream.of(first, second, third)
                        .map(c -> String.valueOf(dispatch.open(c).attempt().credentialId())))
                .containsExactly("a", "b", "a");
        Stream.of(first, second, third).forEach(Call::end);
    }

    @Test
    void aMissingCredentialIsNoConnection() {
        assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.open(at("off/any")))
                        .kind())
                .isEqualTo(ErrorKind.UPSTREAM_AUTH_FAILED);
        assertThat(timers.inFlight()).isZero();
    }

    @Test
    void afterAFailureTheNextTargetIsTried() {
        Call call = at("one/small", "two/small");

        dispatch.failed(call, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken")));

        assertThat(call.hasNextTarget()).isTrue();
        assertThat(call.refusal()).isNotNull();
    }

    @Test
    void theCallersMistakeAndTheCallersLeavingEndThePlan() {
        Call mistaken = at("one/small", "two/small");
        Call gone = at("one/small", "two/small");
        gone.cancel();

        dispatch.failed(mistaken, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_REJECTED, "no")));
        dispatch.failed(gone, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_ERROR, "broken")));

        assertThat(mistaken.getPlan()).isEmpty();
        assertThat(gone.getPlan()).isEmpty();
    }

    @Test
    void anOpenBreakerLeavesAnAttemptThatSaysSo() {
        Call call = at("one/small", "two/small");
        CircuitBreaker open = CircuitBreaker.ofDefaults("one");
        open.transitionToOpenState();

        dispatch.failed(call, CallNotPermittedException.createCallNotPermittedException(open));

        assertThat(call.attempts()).singleElement().satisfies(a -> {
            assertThat(a.error()).isEqualTo(ErrorKind.UPSTREAM_UNAVAILABLE);
            assertThat(a.endedAt()).isEqualTo(Samples.NOW);
        });
        assertThat(call.getPlan()).hasSize(1);
    }

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
        several.nextTarget();
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
        call.nextTarget();
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
        several.nextTarget();
        fail(several, UpstreamFailure.fault(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, "late")));
        fail(once, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow")));
        fail(later, UpstreamFailure.other(minute));
        later.nextTarget();
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
        Call call = at("one/small", "claude/sonnet");
        UpstreamFailure limited = new UpstreamFailure(
                new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(1)), false, words);

        fail(call, limited);
        call.nextTarget();
        dispatch.failed(call, catchThrowableOfType(Refusal.class, () -> dispatch.open(call)));
        assertThat(call.lastWords()).isSameAs(words);
        assertThat(call.takePause()).as("the one wait").isPositive();
        call.nextTarget();
        fail(call, limited);

        assertThat(call.getPlan()).isEmpty();
    }

    @Test
    void aTargetThatCannotServeIsNoAttemptAndTheNextOneIsTried() {
        Call call = at("claude/sonnet", "one/small");

        dispatch.failed(call, catchThrowableOfType(Refusal.class, () -> dispatch.open(call)));

        assertThat(call.attempts()).isEmpty();
        assertThat(call.getPlan()).hasSize(1);
    }

    @Test
    void aRetryTakesACredentialThatWasNotTried() {
        Call call = at("pool/any");

        fail(call, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no")));
        dispatch.next(authenticated(call));
        fail(call, UpstreamFailure.other(new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no")));

        assertThat(call.attempts()).extracting(Attempt::credentialId).containsExactlyInAnyOrder("a", "b");
        assertThat(call.attempts())
                .extracting(Attempt::next)
                .containsExactly(Attempt.Next.NEXT_CREDENTIAL, Attempt.Next.NO_TARGET_LEFT);
        assertThat(call.getPlan()).isEmpty();
    }

    @Test
    void aPauseEndsWhenTheCallerLeavesAndWhenTheGatewayStops() throws Exception {
        Call gone = at("one/small");
        gone.again(Target.of("one/small"), Duration.ofMinutes(5));
        FutureTask<Refusal> waiting =
                new FutureTask<>(() -> catchThrowableOfType(Refusal.class, () -> dispatch.pause(gone)));
        untilItWaits(Thread.ofVirtual().start(waiting));
        gone.cancel();
        assertThat(waiting.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.CLIENT_CANCELLED);

        Call stopped = at("one/small");
        stopped.again(Target.of("one/small"), Duration.ofMinutes(5));
        FutureTask<Refusal> stopping =
                new FutureTask<>(() -> catchThrowableOfType(Refusal.class, () -> dispatch.pause(stopped)));
        untilItWaits(Thread.ofVirtual().start(stopping));
        timers.stopAll();
        assertThat(stopping.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.NOT_READY);
        Pauses ended = new Pauses();
        ended.endAll();
        ended.take(stopped, Duration.ofMinutes(5));
        assertThat(stopped.takePause()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aPauseIsWaitedForAndIsNoOverheadOfOurs() {
        Duration pause = Duration.ofMillis(20);
        long start = System.nanoTime();
        Call call = at("one/small");
        call.again(Target.of("one/small"), pause);

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

    /** An attempt at the current target that fails so. */
    private void fail(Call call, UpstreamFailure how) {
        var unused = dispatch.open(call);
        dispatch.failed(call, how);
    }

    private static Call authenticated(Call call) {
        call.authenticated(Samples.caller());
        return call;
    }

    private static Call resolved(String model, String list) {
        Call call = Samples.call(model);
        call.authenticated(list.isEmpty() ? Samples.caller() : Samples.caller(list));
        call.resolved(model, List.of(Target.of("one/small"), Target.of("two/small")));
        return call;
    }

    /** A call on its way to the first of these. */
    private static Call at(String... targets) {
        Call call = Samples.call("fast");
        call.plan(Stream.of(targets).map(Target::of).toList());
        call.nextTarget();
        return call;
    }
}
