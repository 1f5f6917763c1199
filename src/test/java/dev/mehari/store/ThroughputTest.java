package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Prints what the databases take on this machine; the floor is far below it, so that a busy machine stays green. */
class ThroughputTest {
    private static final Logger LOG = LoggerFactory.getLogger(ThroughputTest.class);
    private static final int BATCH = 500;

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource
    void batchesOf500(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcUsageLedger ledger = new JdbcUsageLedger(database, (callId, reason) -> {});
            for (int batch = 0; batch < 10; batch++) {
                ledger.write(Rows.good("warm-" + batch + "-", BATCH));
            }
            int batches = 40;
            long nanos = 0;
            for (int batch = 0; batch < batches; batch++) {
                List<UsageRecord> rows = Rows.good("b" + batch + "-", BATCH);
                long start = System.nanoTime();
                ledger.write(rows);
                nanos += System.nanoTime() - start;
            }
            report(kind + ", batches of 500, each row with one attempt", batches * BATCH, nanos);
        }
    }

    /** What camel-jdbc does: a connection from the pool and one statement with auto-commit for each message. */
    @Test
    void oneStatementARowOnPostgresql() throws Exception {
        try (Database database = Databases.POSTGRESQL.open(data)) {
            for (String durable : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(JdbcClient.create(database.writes())
                                .sql("SHOW " + durable)
                                .query(String.class)
                                .single())
                        .isEqualTo("on");
            }
            single(database, Rows.good("warm-", 2_000), true);
            for (boolean attempts : new boolean[] {false, true}) {
                List<UsageRecord> rows = Rows.good("s" + attempts, 4_000);
                long start = System.nanoTime();
                single(database, rows, attempts);
                report(
                        "PostgreSQL, one auto-commit insert a row" + (attempts ? " and one for its attempt" : ""),
                        rows.size(),
                        System.nanoTime() - start);
            }
        }
    }

    private static void single(Database database, List<UsageRecord> rows, boolean attempts) throws Exception {
        for (UsageRecord row : rows) {
            try (Connection connection = database.writes().getConnection();
                    PreparedStatement insert = connection.prepareStatement(UsageRows.INSERT_CALL)) {
                UsageRows.write(new StatementRow(insert), row, null);
                insert.executeUpdate();
            }
            for (AttemptRecord attempt : attempts ? row.attempts() : List.<AttemptRecord>of()) {
                try (Connection connection = database.writes().getConnection();
                        PreparedStatement insert = connection.prepareStatement(UsageRows.INSERT_ATTEMPT)) {
                    UsageRows.write(new StatementRow(insert), row.callId(), attempt);
                    insert.executeUpdate();
                }
            }
        }
    }

    private static void report(String what, int rows, long nanos) {
        long perSecond = rows * 1_000_000_000L / nanos;
        LOG.info("{}: {} rows/s", what, perSecond);
        if (what.contains("batches")) {
            assertThat(perSecond).isGreaterThan(1_000);
        }
    }
}
