package dev.mehari.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.it.wire.Eventually;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("fault 2.11: the bodies of requests are bounded in their sum")
@Timeout(60)
class HeldBodiesTest {
    private static final int KB = 1 << 10;
    private static final int MB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HeldBodies room = new HeldBodies(8 * MB, LONG, clockwork);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        clockwork.shutdownNow();
    }

    private static HeldBody held(HeldBodies room, long bytes) {
        HeldBody body = room.expected();
        body.expect(bytes);
        return body;
    }

    private Future<HeldBody> waits(long bytes) {
        int before = room.waiting();
        Future<HeldBody> one = threads.submit(() -> held(room, bytes));
        int unused = Eventually.get(SOON, room::waiting, now -> now > before);
        return one;
    }

    private static void comes(HeldBody body, int bytes) {
        try (InputStream in = body.reading(new ByteArrayInputStream(new byte[bytes]))) {
            assertThat(in.readAllBytes()).hasSize(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("an array", e);
        }
    }

    @Test
    @DisplayName("who finds no room waits, in the order of coming, and large bodies are not passed by smaller ones")
    void inOrder() throws InterruptedException, ExecutionException {
        HeldBody first = held(room, 5 * MB);
        Future<HeldBody> large = waits(3 * MB);
        Future<HeldBody> medium = waits(MB);

        assertThat(large.isDone() || medium.isDone()).isFalse();
        first.release();

        assertThat(large.get()).isNotNull();
        assertThat(medium.get()).isNotNull();
        assertThat(room.held()).isEqualTo(4 * MB);
    }

    @Test
    @DisplayName("a small body finds room beside large ones that wait for their answers")
    void smallOnes() {
        HeldBody unused = held(room, 6 * MB);
        Future<HeldBody> large = waits(MB);

        for (int i = 0; i < 2 * MB / HeldBodies.SMALL; i++) {
            HeldBody small = held(room, HeldBodies.SMALL);
            assertThat(small).isNotNull();
        }
        assertThat(large.isDone()).isFalse();
        assertThat(room.held()).isEqualTo(room.size());
    }

    @Test
    @DisplayName("who finds none in time is refused, may come back, and leaves nothing taken")
    void refused() {
        HeldBodies hasty = new HeldBodies(MB, Duration.ofMillis(30), clockwork);
        HeldBody whole = held(hasty, MB);
        HeldBody rest = held(hasty, HeldBodies.SMALL);
        long before = hasty.held();

        for (long bytes : new long[] {MB / 2, 5 * MB}) {
            assertThatThrownBy(() -> held(hasty, bytes)).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.kind()).isEqualTo(ErrorKind.GATEWAY_BUSY);
                assertThat(refusal.retryAfter()).isPositive();
            });
        }

        assertThat(hasty.held()).isEqualTo(before);
        assertThat(hasty.refused()).isEqualTo(2);
        assertThat(hasty.waiting()).isZero();
        whole.release();
        rest.release();
        assertThat(hasty.held()).isZero();
        held(hasty, MB / 2).release();
    }

    @Test
    @DisplayName("a body larger than all the room has it for itself, and small ones beside it")
    void largerThanAll() {
        HeldBody giant = held(room, 100 * MB);
        comes(giant, 20 * MB);
        HeldBody small = held(room, 10 * KB);

        giant.complete();
        assertThat(room.held()).isEqualTo(6 * MB + 10 * KB);
        giant.release();
        small.release();
        assertThat(room.held()).isZero();
    }

    @Test
    @DisplayName("what nobody announced has its place as it comes, and in the end as large as it is")
    void unannounced() {
        HeldBody body = held(room, -1);
        assertThat(room.held()).isZero();
        comes(body, 10 * KB);
        assertThat(room.held()).isEqualTo(HeldBodies.SMALL);
        comes(body, 80 * KB);
        assertThat(room.held()).isEqualTo(MB);
        comes(body, 2 * MB);
        assertThat(room.held()).isGreaterThan(2 * MB);

        body.complete();
        assertThat(room.held()).isEqualTo(2 * MB + 90 * KB);
        body.release();
        assertThat(room.held()).isZero();
    }

    @Test
    @DisplayName("while others wait, who announces much and sends little keeps room for what came")
    void slowSender() throws InterruptedException, ExecutionException {
        HeldBody slow = held(room, 6 * MB);
        comes(slow, 100 * KB);
        HeldBody brisk = held(room, HeldBodies.SMALL);
        Future<HeldBody> next = waits(5 * MB);

        slow.keepPace(System.nanoTime() + TimeUnit.SECONDS.toNanos(1), LONG);
        assertThat(next.isDone()).as("in the first two seconds").isFalse();
        slow.keepPace(System.nanoTime() + TimeUnit.SECONDS.toNanos(8), LONG);

        HeldBody large = next.get();
        assertThat(room.held()).isEqualTo(5 * MB + 100 * KB + HeldBodies.SMALL);
        comes(slow, 10 * KB);
        assertThat(room.held()).as("what it sends has its place again").isGreaterThan(6 * MB);
        List.of(slow, brisk, large).forEach(HeldBody::release);
        assertThat(room.held()).isZero();
    }

    @Test
    @DisplayName("who keeps the pace keeps the place")
    void inTime() {
        HeldBody body = held(room, 3 * MB);
        comes(body, MB);

        body.keepPace(System.nanoTime() + TimeUnit.SECONDS.toNanos(11), LONG);

        assertThat(room.held()).isEqualTo(3 * MB);
    }

    @Test
    @DisplayName("a place is given back once, and what comes after that has none")
    void onceForAll() {
        HeldBody body = held(room, MB);
        body.release();
        body.release();
        comes(body, 2 * MB);
        body.complete();
        body.keepPace(System.nanoTime() + LONG.toNanos(), LONG);

        assertThat(room.held()).isZero();
        HeldBody all = held(room, 6 * MB);
        assertThat(room.held()).isEqualTo(6 * MB);
        all.release();
    }

    @Test
    @DisplayName("a place that is given back while it is waited for is not taken any more")
    void givenBackWhileWaiting() throws InterruptedException, ExecutionException {
        HeldBody first = held(room, 6 * MB);
        HeldBody second = room.expected();
        Future<?> waiting = threads.submit(() -> second.expect(MB));
        int unused = Eventually.get(SOON, room::waiting, now -> now == 1);

        second.release();
        first.release();

        assertThat(waiting.get()).isNull();
        assertThat(room.held()).isZero();
    }

    @Test
    @DisplayName("after thousands of bodies at once, announced or not, slow, refused and left, all the room is there")
    void nothingIsLost() throws InterruptedException, ExecutionException {
        HeldBodies narrow = new HeldBodies(2 * MB, Duration.ofMillis(20), clockwork);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Random random = new Random(i);
            all.add(threads.submit(() -> one(narrow, random)));
        }
        int served = 0;
        for (Future<Boolean> one : all) {
            served += one.get() ? 1 : 0;
        }

        assertThat(served).isPositive();
        assertThat(narrow.held()).isZero();
        assertThat(narrow.waiting()).isZero();
        assertThat(narrow.arriving()).isEmpty();
        // Of both kinds.
        held(narrow, 100 * MB).release();
        assertThat(narrow.held()).isZero();
    }

    private static boolean one(HeldBodies room, Random random) {
        HeldBody body = room.expected();
        int bytes = random.nextInt(300 * KB);
        try {
            body.expect(random.nextBoolean() ? bytes : -1);
            comes(body, bytes / 2);
            body.keepPace(System.nanoTime() + random.nextLong(2 * LONG.toNanos()), LONG);
            assertThat(room.held()).isLessThanOrEqualTo(room.size());
            comes(body, bytes - bytes / 2);
            if (random.nextBoolean()) {
                body.complete();
            }
            return true;
        } catch (Refusal busy) {
            return false;
        } finally {
            body.release();
        }
    }
}
