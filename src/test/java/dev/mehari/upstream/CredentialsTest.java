package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.health.Health;
import dev.mehari.sample.Samples;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pool of the samples has two credentials, a and b. */
final class CredentialsTest {
    private static final Target POOL = Target.of("pool/any");

    private final Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private final Credentials credentials = new Credentials(new Health(clock).of(Samples.snapshot()), clock);

    /** The credentials of so many tries of one new call. */
    private List<String> tries(int count) {
        Call call = Samples.call("any");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = Objects.requireNonNull(credentials.next(call, POOL)).id();
            ids.add(id);
            call.attempts().begin(new Attempt(POOL, id, Samples.NOW));
        }
        return ids;
    }

    @Test
    void callsTakeTurnsAndTheirRetriesGoRound() {
        assertThat(tries(1)).containsExactly("a");
        assertThat(tries(3)).containsExactly("b", "a", "b");
    }

    @Test
    void aBadCredentialIsNotWhatEveryCallMeetsFirst() {
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            // The first is bad: whoever meets it takes the other one.
            List<String> two = tries(2);
            first.add(two.getFirst());
            assertThat(two).containsExactlyInAnyOrder("a", "b");
        }

        assertThat(first).containsExactly("a", "b", "a", "b");
    }

    /** Fault 2.3: the credential that named a time is not asked before it, and one that is refused not again. */
    @Test
    void whatIsTriedAgainIsWhatMayWorkNow() {
        Call refused = call("a", new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no"));
        tried(refused, "b", new Refusal(ErrorKind.UPSTREAM_ERROR, "broken"));
        Call limited = call("a", new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(30)));
        tried(limited, "b", new Refusal(ErrorKind.UPSTREAM_ERROR, "broken"));
        Call due = call("a", new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ZERO));
        tried(due, "b", new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no"));

        for (int i = 0; i < 4; i++) {
            assertThat(next(refused)).isEqualTo("b");
            assertThat(next(limited)).isEqualTo("b");
            assertThat(next(due)).isEqualTo("a");
            tries(1);
        }
    }

    @Test
    void oneThatIsLimitedForAModelIsNotTriedForAnother() {
        Call call = call("a", new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofSeconds(30)));
        tried(call, "b", new Refusal(ErrorKind.UPSTREAM_AUTH_FAILED, "no"));

        assertThat(credentials.untried(call, POOL)).isFalse();
        assertThat(credentials.untried(call, Target.of("pool/other"))).isTrue();
        assertThat(Objects.requireNonNull(credentials.next(call, Target.of("pool/other")))
                        .id())
                .isEqualTo("a");
    }

    @Test
    void theOrderThatIsForeseenIsTheOneThatIsTaken() {
        for (int i = 0; i < 3; i++) {
            Call call = Samples.call("any");
            call.explain();
            List<String> order = credentials.order(call, POOL).stream()
                    .map(member -> member.credential().id())
                    .toList();

            assertThat(tries(2)).isEqualTo(order);
        }
    }

    private String next(Call call) {
        return Objects.requireNonNull(credentials.next(call, POOL)).id();
    }

    private static Call call(String credential, Refusal why) {
        Call call = Samples.call("any");
        tried(call, credential, why);
        return call;
    }

    private static void tried(Call call, String credential, Refusal why) {
        Attempt attempt = new Attempt(POOL, credential, Samples.NOW);
        call.attempts().begin(attempt);
        attempt.failed(why);
        attempt.ended(Samples.NOW, why.kind());
    }
}
