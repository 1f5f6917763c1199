package dev.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SlotsTest {
    private static final long LONG = Duration.ofSeconds(20).toMillis();

    private static void patient(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void impatient(CountDownLatch latch) {
        assertThat(latch.getCount()).isEqualTo(1);
    }

    private static CompletableFuture<Boolean> inBackground(Slots slots, Consumer<CountDownLatch> wait) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> taken.complete(slots.take(wait)));
        return taken;
    }

    private static void awaitWaiting(Slots slots, int count) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG);
        while (slots.waiting() != count && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(slots.waiting()).isEqualTo(count);
    }

    @Test
    void whoComesBeyondTheLimitGetsNone() {
        Slots slots = new Slots(2);

        assertThat(slots.take(SlotsTest::impatient)).isTrue();
        assertThat(slots.take(SlotsTest::impatient)).isTrue();
        assertThat(slots.take(SlotsTest::impatient)).isFalse();
        assertThat(slots.used()).isEqualTo(2);
        assertThat(slots.waiting()).isZero();
        slots.give();
        assertThat(slots.take(SlotsTest::impatient)).isTrue();
    }

    @Test
    void theyAreServedInTheOrderOfTheirComing() throws Exception {
        Slots slots = new Slots(1);
        assertThat(slots.take(SlotsTest::impatient)).isTrue();
        BlockingQueue<Integer> served = new LinkedBlockingQueue<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            var unused = inBackground(slots, SlotsTest::patient).thenAccept(taken -> served.add(number));
            awaitWaiting(slots, i + 1);
        }

        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slots.give();
            order.add(served.poll(LONG, TimeUnit.MILLISECONDS));
        }
        slots.give();

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(slots.used()).isZero();
    }

    @Test
    void whoCannotWaitAnyMoreLeavesTheQueueAndTakesNothing() {
        Slots slots = new Slots(1);
        assertThat(slots.take(SlotsTest::impatient)).isTrue();

        assertThatThrownBy(() -> slots.take(latch -> {
                    throw new IllegalStateException("woken");
                }))
                .hasMessage("woken");

        assertThat(slots.waiting()).isZero();
        slots.give();
        assertThat(slots.used()).isZero();
    }

    @Test
    void aChangedLimitCountsWhatIsUnderWay() {
        Slots slots = new Slots(3);
        for (int i = 0; i < 3; i++) {
            assertThat(slots.take(SlotsTest::impatient)).isTrue();
        }
        slots.resize(2);
        slots.give();
        assertThat(slots.take(SlotsTest::impatient)).as("two are under way").isFalse();
        CompletableFuture<Boolean> waiting = inBackground(slots, SlotsTest::patient);
        awaitWaiting(slots, 1);

        slots.resize(3);

        assertThat(waiting.join()).isTrue();
        assertThat(slots.used()).isEqualTo(3);
    }

    @Test
    void whatMustBeInNobodysWayLeavesHalfOfThemFree() {
        Slots slots = new Slots(4);

        assertThat(slots.takeSpare()).isTrue();
        assertThat(slots.takeSpare()).isTrue();
        assertThat(slots.takeSpare()).isFalse();
        assertThat(new Slots(1).takeSpare()).isFalse();
    }
}
