package dev.mehari.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The rows that a gateway left, read past it from its database. */
final class Rows {
    /** Longer than a batch is gathered, so that its rows cannot come after. */
    private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String url;

    /** @param url of JDBC */
    Rows(String url) {
        this.url = url;
    }

    /** Waits until no more calls come, longer when there are fewer than expected; how many there are then. */
    long await(long expected) {
        long count = calls();
        long changedAt = System.nanoTime();
        while (System.nanoTime() - changedAt < (count < expected ? PATIENCE_NANOS : STANDSTILL_NANOS)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            long now = calls();
            if (now != count) {
                count = now;
                changedAt = System.nanoTime();
            }
        }
        return count;
    }

    long calls() {
        return number("SELECT count(*) FROM calls");
    }

    long attempts() {
        return number("SELECT count(*) FROM attempts");
    }

    /** Calls that did not end with a 200 and were not dropped by the caller. */
    long failed() {
        return number("SELECT count(*) FROM calls WHERE status NOT IN (200, 499)");
    }

    /** Calls whose caller left; wrk leaves so when its time is over. */
    long left() {
        return number("SELECT count(*) FROM calls WHERE status = 499");
    }

    /** Calls that were answered, but whose tokens or price are missing. */
    long incomplete() {
        return number("SELECT count(*) FROM calls WHERE status = 200 AND (NOT usage_known OR cost_nano_usd IS NULL)");
    }

    private long number(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
