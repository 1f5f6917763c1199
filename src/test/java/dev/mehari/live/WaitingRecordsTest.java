package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.sample.Samples;
import dev.mehari.usage.Settlement;
import dev.mehari.usage.UsageRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("fault 2.17: with the shipped usage routes, a change while the database is away loses no record")
final class WaitingRecordsTest {
    static final UsageRecord RECORD =
            Settlement.settle(Samples.call("a"), Samples.snapshot().prices(), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

    private final Fragile ledger = new Fragile();

    @Test
    @DisplayName("what is in a batch that is not full is waited for")
    void inABatch() {
        try (Folder folder = Fragile.in(new Folder(Duration.ofMinutes(1), kept -> ledger.steps()))) {
            String slow = Fragile.shipped().replace("completionTimeout: \"200\"", "completionTimeout: \"3000\"");
            assertThat(slow).isNotEqualTo(Fragile.shipped());
            Generation old = folder.route("usage.camel.yaml", slow).changes.start();
            ledger.away(true);
            assertThat(old.tap(RECORD)).isTrue();

            folder.models("b").changes.reload();

            isWritten(folder, old);
        }
    }

    @Test
    @DisplayName("also when the time of the routes is over and a stream goes on")
    void besideAStream() {
        try (Folder folder = Fragile.in(new Folder(Duration.ZERO, kept -> ledger.steps()))) {
            Generation old = folder.changes.start();
            Generations.Lease stream = folder.generations.acquire();
            ledger.away(true);
            assertThat(old.tap(RECORD)).isTrue();

            folder.models("b").changes.reload();

            isWritten(folder, old);
            ChangesTest.until(() -> old.routes().isEmpty());
            stream.release();
            ChangesTest.until(() -> folder.generations.draining().isEmpty());
        }
    }

    /** Once the database is back; until then the routes run and try again. */
    private void isWritten(Folder folder, Generation old) {
        ChangesTest.until(() -> ledger.tries.get() > 1 || ledger.queue.dropped() > 0);
        assertThat(ledger.queue.dropped()).as("lost").isZero();
        assertThat(folder.generations.draining()).containsExactly(old);
        assertThat(old.tap(RECORD))
                .as("its routes run: a stop would wait too, but not for long")
                .isTrue();
        ledger.away(false);
        ChangesTest.until(() -> ledger.written.get() > 1);
    }
}
