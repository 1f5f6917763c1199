package dev.mehari.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Connections of one database for three purposes. Key reads have a pool of their own, so that they never wait behind a
 * batch of usage rows, and tight limits, because calls wait for them.
 */
record Connections(DatabaseUrl url, @Nullable Integer poolSize) {
    private static final int READ_POOL_WAIT_MS = 250;
    private static final int READ_ANSWER_MS = 500;
    /** Also the longest the pool pauses between two tries at a server that is away: it is found again in this time. */
    private static final int WRITE_POOL_WAIT_MS = 2_000;

    private static final int SQLITE_BUSY_MS = 5_000;

    /** Not pooled. */
    DataSource forMigration() {
        return isSqlite() ? sqlite(TransactionMode.DEFERRED) : postgresql("30", 0);
    }

    HikariDataSource forReads() {
        HikariConfig pool = pool("mehari-reads", size(isSqlite() ? 4 : 8), READ_POOL_WAIT_MS);
        if (isSqlite()) {
            pool.setDataSource(sqlite(TransactionMode.DEFERRED));
            pool.setConnectionInitSql("PRAGMA query_only = 1");
        } else {
            pool.setDataSource(postgresql("10", READ_ANSWER_MS));
        }
        return new HikariDataSource(pool);
    }

    HikariDataSource forWrites() {
        // SQLite has one writer at a time: a queue of ours is fairer than its busy handler.
        HikariConfig pool = pool("mehari-writes", isSqlite() ? 1 : 4, isSqlite() ? SQLITE_BUSY_MS : WRITE_POOL_WAIT_MS);
        // Immediate: a transaction that reads first and is refused the lock later could not be waited for.
        pool.setDataSource(isSqlite() ? sqlite(TransactionMode.IMMEDIATE) : postgresql("30", 0));
        if (isSqlite()) {
            pool.setExceptionOverride(new SqliteBusy());
        }
        return new HikariDataSource(pool);
    }

    private boolean isSqlite() {
        return url.type() == DatabaseType.SQLITE;
    }

    private int size(int usual) {
        return poolSize == null ? usual : poolSize;
    }

    private static HikariConfig pool(String name, int size, int waitMs) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(size, 2));
        pool.setConnectionTimeout(waitMs);
        pool.setValidationTimeout(250);
        pool.setKeepaliveTime(60_000);
        // A database that goes away between migration and now is no reason not to start.
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private DataSource sqlite(TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setBusyTimeout(SQLITE_BUSY_MS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(mode);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url.jdbc());
        return source;
    }

    /** @param answerMs how long a statement may take, 0 for {@code socketTimeout}, which counts in seconds */
    private DataSource postgresql(String socketTimeoutSeconds, int answerMs) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", socketTimeoutSeconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "mehari");
        properties.setProperty("reWriteBatchedInserts", "true");
        url.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
        return new SimpleDriverDataSource(driver(), url.jdbc(), properties) {
            @Override
            protected Connection getConnectionFromDriver(Properties all) throws SQLException {
                Connection connection = super.getConnectionFromDriver(all);
                if (answerMs > 0) {
                    connection.setNetworkTimeout(Runnable::run, answerMs);
                }
                return connection;
            }
        };
    }

    /** By our own class loader: DriverManager knows only the drivers that the application's sees. */
    private static Driver driver() {
        return ServiceLoader.load(Driver.class, Connections.class.getClassLoader()).stream()
                .filter(found -> found.type().getName().equals("org.postgresql.Driver"))
                .findFirst()
                .orElseThrow(() -> new InvalidDatabaseException("the PostgreSQL driver is not on the class path"))
                .get();
    }
}
