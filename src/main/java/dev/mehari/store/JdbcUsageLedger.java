package dev.mehari.store;

import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.LedgerUnavailableException;
import dev.mehari.usage.LedgerWatch;
import dev.mehari.usage.UsageLedger;
import dev.mehari.usage.UsageRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Usage in the tables {@code calls}, {@code attempts} and {@code decisions}, a batch in one transaction. PostgreSQL gets it by {@code COPY},
 * which costs its server a fraction; what that refuses, because a row is there already or cannot be taken, is inserted.
 * When a batch holds a row that the database cannot take, its halves are written apart, and so on until the bad row
 * stands alone: one bad row among 500 costs about twenty transactions, not 500.
 */
public final class JdbcUsageLedger implements UsageLedger {
    private record Lost(String callId, String reason) {}

    private record NumberedAttempt(String callId, AttemptRecord attempt) {}

    /** The class of SQL states of a connection that is no more. */
    private static final String CONNECTION_GONE = "08";

    private final JdbcTemplate writes;
    private final TransactionTemplate transaction;
    private final JdbcClient reads;
    private final LedgerWatch watch;
    private final boolean copies;

    public JdbcUsageLedger(Database database, LedgerWatch watch) {
        this.writes = new JdbcTemplate(database.writes());
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database.writes()));
        this.reads = JdbcClient.create(database.reads());
        this.watch = watch;
        this.copies = database.type() == DatabaseType.POSTGRESQL;
    }

    @Override
    public void write(List<UsageRecord> batch) {
        if (batch.isEmpty() || (copies && copied(batch))) {
            return;
        }
        Map<String, Lost> lost = new LinkedHashMap<>();
        write(batch, lost);
        // Told at the end: a batch that is written again after a failure must not count a row twice.
        lost.values().forEach(row -> watch.lost(row.callId(), row.reason()));
    }

    /** All of the batch or, with {@code false}, nothing of it. */
    private boolean copied(List<UsageRecord> batch) {
        try {
            Decided decided = new Decided(batch);
            transaction.executeWithoutResult(status -> {
                insert(decided);
                writes.execute((Connection connection) -> {
                    watched(connection, batch, decided);
                    return null;
                });
            });
            return true;
        } catch (DataAccessException | TransactionException e) {
            if (!DataFault.refused(e)) {
                throw unavailable(e);
            }
            return false;
        }
    }

    /** The pool hears of a dead connection by the failure of its own statements, and a copy is none. */
    private static void watched(Connection connection, List<UsageRecord> batch, Decided decided) throws SQLException {
        try {
            copy(connection, batch, decided);
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state != null && state.startsWith(CONNECTION_GONE)) {
                try (Statement probe = connection.createStatement()) {
                    probe.execute("SELECT 1");
                } catch (SQLException dead) {
                    e.addSuppressed(dead);
                }
            }
            throw e;
        }
    }

    private static void copy(Connection connection, List<UsageRecord> batch, Decided decided) throws SQLException {
        try (CopyRows calls = new CopyRows(connection, "calls", UsageRows.CALL_COLUMNS)) {
            for (UsageRecord row : batch) {
                calls.row();
                UsageRows.write(calls, row, decided.id(row));
            }
            calls.end();
        }
        try (CopyRows attempts = new CopyRows(connection, "attempts", UsageRows.ATTEMPT_COLUMNS)) {
            for (UsageRecord row : batch) {
                for (AttemptRecord attempt : row.attempts()) {
                    attempts.row();
                    UsageRows.write(attempts, row.callId(), attempt);
                }
            }
            attempts.end();
        }
    }

    private void write(List<UsageRecord> batch, Map<String, Lost> lost) {
        try {
            transaction.executeWithoutResult(status -> insert(batch));
        } catch (DataAccessException | TransactionException e) {
            String fault = DataFault.of(e);
            if (fault == null) {
                throw unavailable(e);
            }
            if (batch.size() == 1) {
                String callId = batch.getFirst().callId();
                lost.put(callId, new Lost(callId, fault));
                return;
            }
            int half = batch.size() / 2;
            write(batch.subList(0, half), lost);
            write(batch.subList(half, batch.size()), lost);
        }
    }

    private void insert(Decided decided) {
        List<Map.Entry<String, String>> texts = decided.texts();
        writes.batchUpdate(Decided.INSERT, texts, texts.size(), (statement, text) -> {
            statement.setString(1, text.getKey());
            statement.setString(2, text.getValue());
        });
    }

    private void insert(List<UsageRecord> batch) {
        Decided decided = new Decided(batch);
        insert(decided);
        writes.batchUpdate(
                UsageRows.INSERT_CALL,
                batch,
                batch.size(),
                (statement, row) -> UsageRows.write(new StatementRow(statement), row, decided.id(row)));
        List<NumberedAttempt> attempts = new ArrayList<>();
        for (UsageRecord row : batch) {
            row.attempts().forEach(attempt -> attempts.add(new NumberedAttempt(row.callId(), attempt)));
        }
        if (!attempts.isEmpty()) {
            writes.batchUpdate(
                    UsageRows.INSERT_ATTEMPT,
                    attempts,
                    attempts.size(),
                    (statement, row) -> UsageRows.write(new StatementRow(statement), row.callId(), row.attempt()));
        }
    }

    @Override
    public Optional<UsageRecord> find(String callId) {
        try {
            // The call first: both are written in one transaction, so its attempts are there when it is.
            return call(callId, List.of()).isEmpty() ? Optional.empty() : call(callId, attempts(callId));
        } catch (DataAccessException e) {
            throw unavailable(e);
        }
    }

    private Optional<UsageRecord> call(String callId, List<AttemptRecord> attempts) {
        return reads.sql(UsageRows.SELECT_CALL)
                .param(callId)
                .query((row, number) -> UsageRows.call(row, attempts))
                .optional();
    }

    private List<AttemptRecord> attempts(String callId) {
        return reads.sql(UsageRows.SELECT_ATTEMPTS)
                .param(callId)
                .query(UsageRows::attempt)
                .list();
    }

    private static LedgerUnavailableException unavailable(NestedRuntimeException e) {
        return new LedgerUnavailableException("the usage cannot be read or written", e);
    }
}
