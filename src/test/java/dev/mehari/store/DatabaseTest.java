package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mehari.key.StoreUnavailableException;
import dev.mehari.usage.LedgerUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseTest {
    /** So long a key read would take that had no shorter limit of its own than its socket or its pool. */
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(10);

    /** Five are required; a pool without a limit of its own may let twice as much pass between two tries. */
    private static final Duration BACK = Duration.ofSeconds(8);

    @TempDir
    Path data;

    @Test
    void sqliteIsDurableAndReadsCannotWrite() {
        try (Database database = Databases.SQLITE.open(data)) {
            JdbcClient writes = JdbcClient.create(database.writes());
            JdbcClient reads = JdbcClient.create(database.reads());

            assertThat(pragma(writes, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(writes, "synchronous")).isEqualTo("1");
            assertThat(pragma(writes, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(writes, "busy_timeout")).isEqualTo("5000");
            assertThatThrownBy(() -> reads.sql("DELETE FROM settings").update()).hasMessageContaining("readonly");
        }
        assertThat(data.resolve("mehari.db")).exists();
    }

    @Test
    void keyReadsDoNotWaitBehindAWriter() throws Exception {
        try (Database database = Databases.SQLITE.open(data);
                Connection writer = database.writes().getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO settings (name, value) VALUES ('a', 'b')");

            // Whoever waited here would wait in vain: the writer goes on only after the read.
            assertThat(new JdbcKeyStore(database).findByHash("none")).isEmpty();

            writer.rollback();
        }
    }

    @Test
    void aDatabaseThatStallsDoesNotHoldAKeyRead() throws Exception {
        try (Database database = Databases.POSTGRESQL.open(data)) {
            JdbcKeyStore keys = new JdbcKeyStore(database);
            assertThat(keys.findByHash("none")).isEmpty();
            try (Connection other = database.writes().getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("LOCK TABLE virtual_keys IN ACCESS EXCLUSIVE MODE");

                long start = System.nanoTime();
                Throwable stalled = catchThrowable(() -> keys.findByHash("none"));

                assertThat(stalled).isInstanceOf(StoreUnavailableException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(400), SOCKET_LIMIT);
                other.rollback();
            }
            assertThat(keys.findByHash("none")).isEmpty();
        }
    }

    @Test
    void waitsForAServerThatIsNotThereYetAndOutlivesItsAbsence() throws Exception {
        int port = freePort();
        Path cluster = Files.createDirectory(data.resolve("cluster"));
        DatabaseSettings settings = new DatabaseSettings("postgresql", Databases.url(port, "postgres"), data, null);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Database> opening = threads.submit(() -> Database.open(settings, 60));
            JdbcKeyStore keys;
            JdbcUsageLedger ledger;
            Database database;
            try (EmbeddedPostgres server = start(port, cluster)) {
                assertThat(server.getPort()).isEqualTo(port);
                database = opening.get(60, TimeUnit.SECONDS);
                keys = new JdbcKeyStore(database);
                ledger = new JdbcUsageLedger(database, (callId, reason) -> {});
                assertThat(keys.list()).isEmpty();
                ledger.write(Rows.good("before-", 10));
            }
            try (database) {
                long start = System.nanoTime();
                assertThatThrownBy(() -> keys.findByHash("none")).isInstanceOf(StoreUnavailableException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOCKET_LIMIT);
                assertThatThrownBy(() -> ledger.write(Rows.good("after-", 10)))
                        .isInstanceOf(LedgerUnavailableException.class);

                try (EmbeddedPostgres again = start(port, cluster)) {
                    assertThat(again.getPort()).isEqualTo(port);
                    Awaitility.await()
                            .atMost(BACK)
                            .ignoreExceptions()
                            .untilAsserted(() -> ledger.write(Rows.good("after-", 10)));
                    Awaitility.await()
                            .atMost(BACK)
                            .ignoreExceptions()
                            .until(() -> keys.findByHash("none").isEmpty());
                    assertThat(ledger.find("before-9")).isPresent();
                    assertThat(ledger.find("after-9")).isPresent();
                }
            }
        }
    }

    @Test
    void givesUpOnAServerThatNeverComesWithoutShowingThePassword() throws Exception {
        DatabaseSettings settings =
                new DatabaseSettings(null, "postgresql://me:canary@localhost:" + freePort() + "/db", data, null);

        Throwable failure = catchThrowable(() -> Database.open(settings, 1));

        assertThat(failure).isInstanceOf(StoreUnavailableException.class);
        assertThat(all(failure)).contains("did not answer").doesNotContain("canary");
    }

    @Test
    void doesNotWaitWhenTheServerRefusesTheLogin() {
        String url = Databases.newPostgresql().replace("postgres:postgres@", "nobody:canary@");

        Throwable failure = catchThrowable(() -> Database.open(new DatabaseSettings(null, url, data, null)));

        assertThat(failure).isInstanceOf(InvalidDatabaseException.class).hasMessageContaining("refuses the login");
        assertThat(all(failure)).doesNotContain("canary");
    }

    @Test
    void doesNotWaitForADatabaseThatTheServerDoesNotHave() {
        String url = Databases.newPostgresql() + "_not_there";

        assertThatThrownBy(() -> Database.open(new DatabaseSettings(null, url, data, null)))
                .isInstanceOf(InvalidDatabaseException.class)
                .hasMessageContaining("no such database");
    }

    @Test
    void livesInTheDatabaseOfAHostApplication() throws Exception {
        DatabaseSettings settings = Databases.POSTGRESQL.settings(data);
        try (Connection host = new Connections(DatabaseUrl.of(settings), null)
                        .forMigration()
                        .getConnection();
                Statement statement = host.createStatement()) {
            statement.execute("CREATE TABLE flyway_schema_history (theirs INTEGER)");
        }
        try (Database database = Database.open(settings, 5);
                Database second = Database.open(settings, 5)) {
            assertThat(List.of(database.toString(), second.toString())).allMatch(at -> !at.contains("postgres:"));
            assertThat(new JdbcKeyStore(second).list()).isEmpty();
        }
    }

    private static EmbeddedPostgres start(int port, Path cluster) throws Exception {
        return Databases.server()
                .setPort(port)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .start();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static @Nullable String pragma(JdbcClient jdbc, String name) {
        return jdbc.sql("PRAGMA " + name).query(String.class).single();
    }

    private static String all(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
