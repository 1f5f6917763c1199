package dev.mehari.it.failover.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.Answer;
import dev.mehari.fake.RawClient;
import dev.mehari.it.failover.storm.Storm.Way;
import dev.mehari.it.wire.Dialect;
import dev.mehari.it.wire.Eventually;
import dev.mehari.it.wire.Latencies;
import dev.mehari.it.wire.Many;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.15: a sick upstream beside a healthy one")
class NeighbourIT extends OnStorm {
    private static final int CALLERS = 500;
    private static final Answer REFUSED = Answer.error(429, null, "slow down ".repeat(5_000));

    private static boolean isRefused(int caller) {
        return caller % 10 < 3;
    }

    private static boolean leaves(int caller) {
        return caller / 10 % 10 < 3;
    }

    private Latencies askTheHealthyOne() {
        return Latencies.of(
                4,
                i -> assertThat(storm.call(Storm.DIALECTS.get(i % 3), i % 2 == 0, Way.WELL, "well")
                                .status())
                        .isEqualTo(200));
    }

    @Test
    @DisplayName(
            "fault 2.15: 500 callers, 30% refused with a body, 30% leave, the others hang: who asks the healthy one"
                    + " is answered as quickly as before; then no lease is in use")
    void healthyOneIsAsQuickAsBefore() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        storm.sickOnes()
                .forEach(fake -> fake.answering(request -> isRefused(number(request.text()))
                        ? REFUSED
                        : Answer.text("late, but here").heldUntil(gate)));
        Latencies alone = askTheHealthyOne();

        CompletableFuture<List<Integer>> callers = CompletableFuture.supplyAsync(
                () -> Many.of(CALLERS, CALLERS, i -> callsTheSickOne(i, leave)),
                task -> Thread.ofVirtual().name("callers").start(task));
        try {
            Eventually.get(SOON, () -> Storm.asked(storm.sickOnes()), asked -> asked >= CALLERS);
            Latencies beside = askTheHealthyOne();
            leave.countDown();
            Latencies besideLeavers = askTheHealthyOne();
            gate.countDown();
            List<Integer> statuses = callers.join();

            beside.assertAsQuickAs(alone);
            besideLeavers.assertAsQuickAs(alone);
            for (int i = 0; i < CALLERS; i++) {
                int expected = leaves(i) ? 0 : isRefused(i) ? 429 : 200;
                assertThat(statuses.get(i)).as("caller " + i).isEqualTo(expected);
            }
            assertThat(Collections.frequency(statuses, 0)).isEqualTo(CALLERS * 3 / 10);
            assertIdle();
        } finally {
            leave.countDown();
            gate.countDown();
        }
    }

    /** The status, 0 for who leaves. */
    private int callsTheSickOne(int caller, CountDownLatch leave) {
        Dialect dialect = Storm.DIALECTS.get(caller % 3);
        try (RawClient client = storm.send(dialect, caller % 2 == 0, Way.SICK, "sick-" + caller)) {
            if (leaves(caller)) {
                leave.await();
                return 0;
            }
            return client.response().status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.replaceFirst("(?s).*sick-(\\d+).*", "$1"));
    }
}
