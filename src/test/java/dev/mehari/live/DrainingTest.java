package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.sample.Samples;
import dev.mehari.usage.Settlement;
import dev.mehari.usage.UsageRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.17: what an old generation still holds is not lost when it ends")
final class DrainingTest {
    private static final UsageRecord RECORD =
            Settlement.settle(Samples.call("a"), Samples.snapshot().prices(), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    @Test
    void itStopsWhenItsLastCallIsOverAndNotBefore() {
        try (Folder folder = new Folder()) {
            Generation old = folder.changes.start();
            Generations.Lease lease = folder.generations.acquire();
            folder.models("b").changes.reload();

            assertThat(folder.generations.draining()).containsExactly(old);
            assertThat(folder.generations.inUse()).isEqualTo(1);
            assertThat(old.tap(RECORD)).as("its routes run on").isTrue();
            lease.release();

            ChangesTest.until(() -> folder.generations.draining().isEmpty());
            assertThat(old.tap(RECORD)).isFalse();
            assertThat(folder.kept.count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a stream longer than the drain keeps its pool, and its record goes to the live generation")
    void aStreamThatOutlivesTheDrain() {
        try (Folder folder = new Folder(Duration.ZERO)) {
            Generation old = folder.changes.start();
            Generations.Lease lease = folder.generations.acquire();
            folder.upstream("second", "").models("b", "second").changes.reload();
            ChangesTest.until(() -> !old.tap(RECORD));
            // Those that came after it are over, so its own routes have long stopped; but its call goes on.
            folder.changes.reload();
            folder.changes.reload();
            ChangesTest.until(() -> folder.generations.draining().equals(List.of(old)));
            int before = folder.kept.count();
            assertThat(folder.clients.stats()).containsKey("first");
            folder.generations.tap(old, RECORD);
            lease.release();

            ChangesTest.until(() -> folder.generations.draining().isEmpty());
            ChangesTest.until(() -> folder.kept.count() > before);
            assertThat(folder.clients.stats()).containsOnlyKeys("second");
        }
    }

    @Test
    @DisplayName("at the end of the process an old generation stops too, and writes what it has, whatever holds it")
    void theEndDoesNotWaitForHolds() {
        try (Folder folder = new Folder()) {
            Generation old = folder.changes.start();
            Generations.Lease lease = folder.generations.acquire();
            folder.models("b").changes.reload();
            assertThat(old.tap(RECORD)).isTrue();

            folder.generations.close();

            assertThat(folder.kept.count()).isEqualTo(1);
            assertThat(old.tap(RECORD)).as("its routes have stopped").isFalse();
            lease.release();
        }
    }

    @Test
    void recordsThatWaitForTheDatabaseAreWrittenBeforeItStops() {
        try (Folder folder = new Folder(Duration.ZERO)) {
            Generation old = folder.changes.start();
            folder.kept.goAway();
            for (int i = 0; i < 50; i++) {
                assertThat(old.tap(RECORD)).isTrue();
            }
            folder.models("b").changes.reload();
            ChangesTest.until(() -> folder.live() == 2);
            assertThat(folder.generations.draining()).containsExactly(old);

            folder.kept.comeBack();

            ChangesTest.until(() -> folder.generations.draining().isEmpty());
            assertThat(folder.kept.count()).isEqualTo(50);
        }
    }
}
