package dev.mehari.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Usage;
import dev.mehari.sample.Samples;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of the credentials a, b and c, a has the weight 3. */
final class PoolTest extends OnHealth {
    private String first() {
        Call call = Samples.call("any");
        return order(call).getFirst();
    }

    private List<String> order(Call call) {
        return Objects.requireNonNull(states.pool("u")).inTurn(call, 0).stream()
                .map(m -> m.credential().id())
                .toList();
    }

    private List<String> firsts(int count) {
        return IntStream.range(0, count).mapToObj(i -> first()).toList();
    }

    @Test
    void inTurns() {
        assertThat(firsts(6)).containsExactly("a", "b", "c", "a", "b", "c");
        configured("verbose: true");
        assertThat(firsts(2)).as("a reload is no new beginning").containsExactly("a", "b");
    }

    @Test
    void byWeight() {
        configured("credential-pool: {rotation: weighted}");

        assertThat(firsts(10)).containsExactly("a", "a", "a", "b", "c", "a", "a", "a", "b", "c");
    }

    @Test
    void theOneThatIsUsedLeast() {
        configured("credential-pool: {rotation: least-used}");
        good(TARGET, "a");
        good(TARGET, "a");
        good(TARGET, "b");
        assertThat(order(Samples.call("any"))).containsExactly("c", "b", "a");
        var unused = states.begin(TARGET, "c");

        assertThat(first()).as("while c is in use").isEqualTo("b");
    }

    @Test
    void theOneThatCostLeast() {
        configured("credential-pool: {rotation: lowest-cost}");
        states.begin(TARGET, "a").settled(Usage.NONE, 10L);
        states.begin(TARGET, "b").settled(Usage.NONE, 5L);
        states.begin(TARGET, "c").settled(Usage.NONE, 7L);

        assertThat(order(Samples.call("any"))).containsExactly("b", "c", "a");
    }

    @Test
    void theHealthiest() {
        configured("credential-pool: {rotation: healthiest}");
        fails(TARGET, "a", ErrorKind.UPSTREAM_ERROR);
        good(TARGET, "b");
        good(TARGET, "c");
        fails(TARGET, "c", ErrorKind.UPSTREAM_ERROR);

        assertThat(order(Samples.call("any"))).containsExactly("b", "c", "a");
        assertThat(credential("c").score(clock.millis())).isEqualTo(0.5);
    }
}
