package dev.mehari.live;

import static dev.mehari.live.WaitingRecordsTest.RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("the end of the process: nothing can hold it up for long, and nothing comes after it")
@Timeout(120)
final class StopTest {
    @Test
    @DisplayName("a sink that blocks the one who hands a record over does not keep its generation from stopping")
    void aSinkThatBlocks() throws Exception {
        Folder folder = new Folder();
        folder.route(Folder.ROUTES.replace("{to: {uri: seda:rows}}", "{bean: {ref: kept, method: keep}}"));
        Generation generation = folder.changes.start();
        folder.kept.goAway();
        CompletableFuture<Boolean> tap =
                CompletableFuture.supplyAsync(() -> generation.tap(RECORD), StopTest::onItsOwn);
        ChangesTest.until(() -> generation.pending() > 0);

        Thread stop = Thread.ofPlatform().daemon().start(generation::stop);

        assertThat(stop.join(Duration.ofSeconds(60))).as("stopped").isTrue();
        folder.kept.comeBack();
        assertThat(tap.get(20, TimeUnit.SECONDS)).isTrue();
        folder.clients.close();
    }

    @Test
    @DisplayName("all generations stop at the same time: the live one does not wait for an old one")
    void allAtOnce() {
        List<Kept> ledgers = new ArrayList<>();
        Folder folder = new Folder(Duration.ofMinutes(1), all -> {
            ledgers.add(new Kept());
            return new Steps(Map.of("kept", ledgers.getLast()));
        });
        Generation old = folder.changes.start();
        ledgers.getFirst().goAway();
        assertThat(old.tap(RECORD)).isTrue();
        Generation live = folder.models("b").changes.reload();
        assertThat(live.tap(RECORD)).isTrue();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(folder::close, StopTest::onItsOwn);

        ChangesTest.until(() -> folder.generations.live().isEmpty()
                && folder.generations.draining().equals(List.of(old)));
        assertThat(live.tap(RECORD)).as("it has stopped").isFalse();
        assertThat(ledgers.getLast().count()).isEqualTo(1);
        assertThat(closed).isNotDone();
        ledgers.getFirst().comeBack();
        closed.join();
        assertThat(ledgers.getFirst().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("a change that was under way at the end does not go live")
    void aChangeUnderWay() {
        CountDownLatch built = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Folder folder = new Folder(Duration.ofMinutes(1), kept -> {
            if (built.getCount() == 0) {
                await(goOn);
            }
            return new Steps(Map.of("kept", kept));
        });
        folder.changes.start();
        built.countDown();
        folder.upstream("second", "").models("b", "second");
        CompletableFuture<Refusal> change = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(Refusal.class, () -> folder.changes.reload()), StopTest::onItsOwn);

        folder.generations.close();
        goOn.countDown();

        assertThat(change.join()).isNotNull();
        assertThat(change.join().kind()).isEqualTo(ErrorKind.NOT_READY);
        assertThat(folder.generations.live()).isEmpty();
        assertThat(folder.clients.stats()).doesNotContainKey("second");
        assertThat(folder.changes.refused()).as("no fault of the files").isZero();
        folder.close();
    }

    @Test
    @DisplayName("once the gateway is leaving nothing is changed any more")
    void nothingChangesOnTheWayOut() {
        try (Folder folder = new Folder()) {
            folder.changes.start();
            folder.generations.leave();
            folder.models("b");
            folder.watcher.look();
            folder.watcher.look();

            assertThat(folder.live()).isEqualTo(1);
            for (Runnable change : List.<Runnable>of(folder.changes::reload, folder.changes::rollback)) {
                Refusal refusal = catchThrowableOfType(Refusal.class, change::run);
                assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_READY);
            }
        }
    }

    private static void onItsOwn(Runnable task) {
        Thread.ofPlatform().daemon().start(task);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
