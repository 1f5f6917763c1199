package dev.mehari.bench;

import dev.mehari.call.Decision;
import dev.mehari.call.Usage;
import dev.mehari.store.Database;
import dev.mehari.store.DatabaseSettings;
import dev.mehari.store.JdbcUsageLedger;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How fast the ledger writes: it is handed full batches without a break, in a database of its own. It is the rate at
 * which a full queue is emptied; how fast calls come says nothing about it.
 */
final class LedgerRate {
    /** As {@code usage.camel.yaml} gathers them. */
    private static final int BATCH = 2_000;

    private LedgerRate() {}

    /** Calls a second, each with the row of one attempt, and all of them committed. */
    static double of(DatabaseSettings settings, Duration time) {
        try (Database database = Database.open(settings)) {
            JdbcUsageLedger ledger = new JdbcUsageLedger(database, (callId, reason) -> {
                throw new IllegalStateException("row " + callId + " is lost: " + reason);
            });
            long rows = write(ledger, 0, time.dividedBy(4));
            long start = System.nanoTime();
            long more = write(ledger, rows, time);
            return more * 1e9 / (System.nanoTime() - start);
        }
    }

    private static long write(JdbcUsageLedger ledger, long from, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long number = from;
        while (System.nanoTime() - end < 0) {
            long first = number;
            ledger.write(IntStream.range(0, BATCH).mapToObj(i -> row(first + i)).toList());
            number += BATCH;
        }
        return number - from;
    }

    /** As long as those of the calls that the bench sends, with ids in the order of time as theirs are. */
    private static UsageRecord row(long number) {
        Instant now = Instant.now();
        Usage usage = new Usage(200, 0, 0, 0, 100, 0);
        AttemptRecord attempt = new AttemptRecord(
                1,
                "openai",
                Payloads.MODEL,
                "main",
                now,
                now,
                now,
                200,
                null,
                null,
                "done",
                usage,
                false,
                600_000L,
                "2026-01",
                null,
                List.of());
        return new UsageRecord(
                String.format(Locale.ROOT, "req_%032x", number),
                now,
                "key_0123456789abcdef",
                "bootstrap",
                null,
                "openai-chat",
                "chat",
                Payloads.MODEL,
                "openai",
                Payloads.MODEL,
                200,
                null,
                null,
                1L,
                1L,
                usage,
                true,
                false,
                600_000L,
                "2026-01",
                false,
                null,
                List.of(),
                List.of(new Decision.Note(Decision.Kind.ALIAS, Payloads.MODEL, "the name that was asked for")),
                List.of(attempt));
    }
}
