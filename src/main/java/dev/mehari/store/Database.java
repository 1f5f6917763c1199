package dev.mehari.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.mehari.key.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;

/** The database of the gateway: SQLite in a file or PostgreSQL, with its tables brought up to date. Any thread. */
public final class Database implements AutoCloseable {
    /** Any number that nobody else in the database uses. */
    private static final long MIGRATION_LOCK = 0x6d65_6861_7269L;

    private static final int WAIT_SECONDS = 60;
    /** File locks are between processes only. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final DatabaseUrl url;
    private final HikariDataSource reads;
    private final HikariDataSource writes;

    private Database(DatabaseUrl url, HikariDataSource reads, HikariDataSource writes) {
        this.url = url;
        this.reads = reads;
        this.writes = writes;
    }

    /**
     * Opens the database and migrates it; several processes may do so at once. A server that is not there yet is waited
     * for, up to a minute.
     *
     * @throws InvalidDatabaseException when the settings contradict each other or the server refuses the login
     * @throws StoreUnavailableException when the server did not answer in that time
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings, WAIT_SECONDS);
    }

    static Database open(DatabaseSettings settings, int waitSeconds) {
        DatabaseUrl url = DatabaseUrl.of(settings);
        Connections connections = new Connections(url, settings.poolSize());
        if (url.type() == DatabaseType.SQLITE) {
            migrateAlone(url.file(), connections);
        } else {
            migrateTogether(url, connections.forMigration(), waitSeconds);
        }
        return new Database(url, connections.forReads(), connections.forWrites());
    }

    /**
     * Short reads that calls wait for. It gives up within a second: a quarter for a connection, half for the answer.
     * With SQLite it cannot write.
     */
    public DataSource reads() {
        return reads;
    }

    /** Everything else. With SQLite it has one connection, which a batch of usage rows holds for some milliseconds. */
    public DataSource writes() {
        return writes;
    }

    DatabaseType type() {
        return url.type();
    }

    /** Drops all connections. */
    @Override
    public void close() {
        reads.close();
        writes.close();
    }

    /** Where it is, without user and password. */
    @Override
    public String toString() {
        return url.toString();
    }

    /**
     * Flyway's own lock begins with its history table, which several first starts at once would all make: one lock around
     * the whole lets one of them do it. It goes with the connection.
     */
    private static void migrateTogether(DatabaseUrl url, DataSource source, int waitSeconds) {
        try (Connection held = connect(url, source, waitSeconds);
                PreparedStatement lock = held.prepareStatement("SELECT pg_advisory_lock(?)")) {
            lock.setLong(1, MIGRATION_LOCK);
            lock.execute();
            migrate(url, source, 0);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the database " + url + " cannot be migrated", e);
        }
    }

    private static Connection connect(DatabaseUrl url, DataSource source, int waitSeconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        while (true) {
            try {
                return source.getConnection();
            } catch (SQLException e) {
                refuseHopeless(url, e);
                if (System.nanoTime() - until >= 0) {
                    throw new StoreUnavailableException(
                            "the database " + url + " did not answer in " + waitSeconds + " s", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
        }
    }

    /** Waiting does not help against a wrong password. */
    private static void refuseHopeless(DatabaseUrl url, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("28")) {
            throw new InvalidDatabaseException("the server of " + url + " refuses the login in DATABASE_URL");
        }
        if (state.startsWith("3D")) {
            throw new InvalidDatabaseException("the server of " + url + " has no such database");
        }
    }

    /** An SQLite file has no lock that outlives a transaction: a file beside it has. */
    private static void migrateAlone(Path file, Connections connections) {
        Path folder = file.toAbsolutePath().getParent();
        IN_THIS_PROCESS.lock();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel lock = FileChannel.open(
                            Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (!held.isValid()) {
                    throw new IOException("the lock is gone");
                }
                makeOwnersOnly(file);
                migrate(connections.url(), connections.forMigration(), 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database file " + file + " cannot be made or locked", e);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /** Names, teams and costs stand in it. SQLite gives its side files the rights of the main one. */
    private static void makeOwnersOnly(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static void migrate(DatabaseUrl url, DataSource source, int waitSeconds) {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/mehari")
                    .failOnMissingLocations(true)
                    // A name of our own and a baseline: the database may be that of a host application.
                    .table("mehari_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .connectRetries(waitSeconds)
                    .connectRetriesInterval(1)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.DB_CONNECTION) {
                throw new StoreUnavailableException(
                        "the database " + url + " did not answer in " + waitSeconds + " s", e);
            }
            throw e;
        }
    }
}
