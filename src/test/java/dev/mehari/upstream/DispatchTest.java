package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.sample.Samples;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DispatchTest extends OnDispatch {
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
        call.course().plan(List.of(Target.of(target), Target.of("two/small")));

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
        call.course().resolved("gpt-*", List.of(Target.of("one/gpt-4")));
        call.course().plan(List.of(Target.of("one/gpt-4")));

        dispatch.next(call);

        assertThat(call.getTarget()).hasToString("one/gpt-4");
    }

    /** Fault 4.4a: a rule has put another model in place of the one that the key may use. */
    @Test
    void theNameThatTheCallerUsedAllowsNothingOfTheAliasThatARulePutInItsPlace() {
        Call call = Samples.call("fast");
        call.authenticated(Samples.caller("fast", "one/large"));
        call.course().resolved("large", List.of(Target.of("one/large"), Target.of("two/large")));
        dispatch.next(call);
        assertThat(call.getTarget()).hasToString("one/large");

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> dispatch.next(call));

        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(ErrorKind.MODEL_NOT_ALLOWED);
    }

    @Test
    void withoutACheckedKeyNothingIsTried() {
        Call call = Samples.call("fast");
        call.course().plan(List.of(Target.of("one/small")));

        assertThat(catchThrowableOfType(Refusal.class, () -> dispatch.next(call))
                        .kind())
                .isEqualTo(ErrorKind.INVALID_API_KEY);
    }

    @Test
    void aRouteThatNamesAnUnknownUpstreamIsTold() {
        Call call = resolved("fast", "");
        call.course().plan(List.of(Target.of("nowhere/small")));

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
        gone.cancellation().cancel();

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
    void aTargetThatCannotServeIsNoAttemptAndTheNextOneIsTried() {
        Call call = at("off/any", "one/small");

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
}
