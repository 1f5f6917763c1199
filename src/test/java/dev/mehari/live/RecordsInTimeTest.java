package dev.mehari.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the shipped usage routes write records in time, however many come")
final class RecordsInTimeTest {
    private static final int FEW = 100;
    private static final int MANY = 20_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Fragile ledger = new Fragile();

    @Test
    @DisplayName("a few at a time, without a pause as long as a batch is gathered")
    void few() {
        try (Folder folder = Fragile.in(new Folder(Duration.ofMinutes(1), kept -> ledger.steps()))) {
            Generation generation = folder.changes.start();
            int tapped = 0;
            while (tapped < FEW && ledger.written.get() == 0) {
                assertThat(generation.tap(WaitingRecordsTest.RECORD)).isTrue();
                tapped++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(tapped).as("tapped before the first was written").isLessThan(FEW);
        }
    }

    @Test
    @DisplayName("many, in batches that grow with the queue")
    void many() {
        try (Folder folder = Fragile.in(new Folder(Duration.ofMinutes(1), kept -> ledger.steps()))) {
            Generation generation = folder.changes.start();
            ledger.away(true);
            for (int i = 0; i < MANY; i++) {
                assertThat(generation.tap(WaitingRecordsTest.RECORD)).isTrue();
            }
            ledger.away(false);
            int before = ledger.tries.get();

            ChangesTest.until(() -> ledger.written.get() == MANY);

            assertThat(ledger.queue.dropped()).isZero();
            assertThat(ledger.tries.get() - before).as("batches").isLessThan(MANY / 1_000);
        }
    }
}
