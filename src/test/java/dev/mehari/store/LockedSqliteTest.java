package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.usage.LedgerUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else holds the file for longer than anybody waits: a copy that is made, a shell that was left open. */
class LockedSqliteTest {
    @TempDir
    Path data;

    @Test
    void whoeverWaitedInVainWritesWhenItIsFreeAgain() throws Exception {
        try (Database database = Databases.SQLITE.open(data);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("mehari.db"));
                Statement sql = other.createStatement()) {
            JdbcUsageLedger ledger = new JdbcUsageLedger(database, (call, why) -> {});
            ledger.write(Rows.good("before", 1));
            sql.execute("BEGIN EXCLUSIVE");
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(LedgerUnavailableException.class)
                        .isThrownBy(() -> ledger.write(Rows.good("after", 2)));
            }
            sql.execute("ROLLBACK");

            ledger.write(Rows.good("after", 2));

            assertThat(ledger.find("after1")).isPresent();
        }
    }
}
