package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Target;
import dev.mehari.config.Upstream;
import dev.mehari.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pool of the samples has two credentials, a and b. */
final class CredentialsTest {
    private static final Target POOL = Target.of("pool/any");

    private final Upstream pool = Samples.upstream("pool");
    private final Credentials credentials = new Credentials();

    /** The credentials of so many tries of one new call. */
    private List<String> tries(int count) {
        Call call = Samples.call("any");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = Objects.requireNonNull(credentials.next(call, pool)).id();
            ids.add(id);
            call.attempted(new Attempt(POOL, id, Samples.NOW));
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
}
