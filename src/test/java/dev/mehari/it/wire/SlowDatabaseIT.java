package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("rule 11: a database that is slow or away neither slows nor fails a call")
class SlowDatabaseIT {
    private static final int CALLS = 300;
    private static final int THREADS = 16;

    /** What the calls of one round take on a machine that has other things to do; a write waits far longer. */
    private static final Duration ROUND = Duration.ofSeconds(20);

    private static final Duration SOON = Duration.ofSeconds(60);
    private final Load load = new Load();

    @AfterEach
    void close() {
        load.close();
    }

    /** All of them good ones, with a key that is known by then. */
    private static void goodCalls(GatewayProcess gateway, int from) {
        long start = System.nanoTime();
        List<Integer> statuses = Many.of(CALLS, THREADS, i -> Load.call(gateway, (from + i) / 2 * 10 + i % 2));
        assertThat(statuses).containsOnly(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ROUND);
    }

    private static double dropped(GatewayProcess gateway) {
        return Rig.metric(gateway, "mehari_usage_dropped_total");
    }

    private void shortened(String setting, String to) {
        load.setup.edit("routes/usage.camel.yaml", text -> text.replaceAll(setting, to));
    }

    @Test
    @DisplayName("SQLite, locked by another process: calls go on, their rows come later")
    void lockedFile() throws SQLException {
        String url = "jdbc:sqlite:" + load.setup.data().resolve("mehari.db");
        try (GatewayProcess gateway = load.setup.start()) {
            assertThat(Load.call(gateway, 0)).isEqualTo(200);
            try (Connection other = DriverManager.getConnection(url);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                goodCalls(gateway, 0);
                statement.execute("ROLLBACK");
            }
            Ledger ledger = new Ledger(url);
            Eventually.get(SOON, () -> ledger.count("SELECT count(*) FROM calls"), rows -> rows == CALLS + 1);
            assertThat(dropped(gateway)).isZero();
        }
    }

    @Test
    @DisplayName("PostgreSQL, stalled and then gone: calls go on, what is lost is counted")
    void stalledAndGone() throws IOException, SQLException {
        // A short queue and a short patience, so that the test sees both ends of them.
        shortened(" size: \\d+", " size: 100");
        shortened("completionSize: \"?\\d+\"?", "completionSize: 50");
        shortened("maximumRedeliveries: \"?\\d+\"?", "maximumRedeliveries: 1");
        EmbeddedPostgres server = EmbeddedPostgres.start();
        try (GatewayProcess gateway = load.setup
                .env("DATABASE_TYPE", "postgresql")
                .env("DATABASE_URL", "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres")
                .start()) {
            assertThat(Load.call(gateway, 0)).isEqualTo(200);
            Ledger ledger = new Ledger(server.getJdbcUrl("postgres", "postgres"));
            try (Connection other = server.getPostgresDatabase().getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("LOCK TABLE calls IN ACCESS EXCLUSIVE MODE");
                goodCalls(gateway, 0);
                goodCalls(gateway, CALLS);
                goodCalls(gateway, 2 * CALLS);
                other.rollback();
            }
            long sent = 3 * CALLS + 1;
            Eventually.get(
                    SOON,
                    () -> ledger.count("SELECT count(*) FROM calls") + (long) dropped(gateway),
                    known -> known == sent);
            assertThat(dropped(gateway)).isPositive();
            double before = dropped(gateway);

            server.close();
            goodCalls(gateway, 3 * CALLS);

            // A hundred may wait in the queue, and two batches of fifty for the database.
            assertThat(dropped(gateway)).isBetween(before + CALLS - 200, before + CALLS);
        } finally {
            server.close();
        }
    }
}
