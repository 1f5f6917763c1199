package dev.mehari.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the shared chain. Whatever it does to a call, it leaves no connection, attempt or call behind. */
abstract class OnChain {
    private static final Executor TOGETHER =
            task -> Thread.ofVirtual().name("together").start(task);

    final Chain chain = Chain.shared();
    private long refusedBefore;

    @BeforeEach
    void reset() {
        chain.reset();
        refusedBefore = refused();
    }

    @AfterEach
    void leavesNothingBehind() {
        chain.fakes().forEach(fake -> fake.answering(request -> Answer.text("late")));
        assertThat(refused() - refusedBefore)
                .as(() -> "requests that a fake refused: "
                        + chain.fakes().stream().map(fake -> fake.refusals()).toList())
                .isZero();
        chain.assertIdle();
    }

    private long refused() {
        return chain.fakes().stream().mapToLong(fake -> fake.refusals().size()).sum();
    }

    /** The caller got exactly what the n-th target alone would have said, and is told who said it. */
    void servedBy(Way way, int n, RawClient.Response response, int attempts) {
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(Chain.withoutNumbers(response.body())).isEqualTo(chain.alone(way, n));
        assertThat(response.headers().first("x-mehari-upstream")).isEqualTo(way.vendor() + "-" + n);
        assertThat(response.headers().first("x-mehari-model")).isEqualTo(way.model(n));
        assertThat(response.headers().first("x-mehari-attempts")).isEqualTo(Integer.toString(attempts));
        assertThat(response.headers().has("x-mehari-error-origin")).isFalse();
    }

    /** The caller closes its connection. */
    static void leave(RawClient client) {
        client.close();
    }

    /** The same in several ways at the same time, for what mostly waits. */
    static void together(List<Way> ways, Consumer<Way> test) {
        List<CompletableFuture<Void>> running = ways.stream()
                .map(way -> CompletableFuture.runAsync(() -> test.accept(way), TOGETHER))
                .toList();
        for (CompletableFuture<Void> one : running) {
            try {
                one.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof AssertionError failed) {
                    throw failed;
                }
                throw e;
            }
        }
    }

    /** How many requests each of the first fakes saw. */
    void seen(Way way, int... calls) {
        assertThat(Stream.iterate(1, n -> n + 1)
                        .limit(calls.length)
                        .map(n -> chain.calls(way, n))
                        .toList())
                .isEqualTo(Arrays.stream(calls).boxed().toList());
    }
}
