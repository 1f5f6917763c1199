package dev.mehari.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL for the bench: the one that {@code PGURL} names, or one of our own, as durable as nobody tuned it. */
final class Postgresql {
    private static final String DATABASE = "mehari_bench";
    private static final String SPARE = "mehari_bench_spare";

    private Postgresql() {}

    /**
     * The JDBC URL of a new and empty database.
     *
     * @param given a JDBC URL of a server where databases may be made, null to start one
     * @return null when none can be started here
     */
    static @Nullable String start(@Nullable String given) throws SQLException {
        if (given != null) {
            recreate(given);
            return given.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + DATABASE);
        }
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            recreate(server.getJdbcUrl("postgres", "postgres"));
            return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE
                    + "?user=postgres&password=postgres";
        } catch (IOException | IllegalStateException e) {
            System.out.println("No PostgreSQL here (" + e.getMessage() + "): set PGURL=jdbc:postgresql://... for it.");
            return null;
        }
    }

    /** A second one, new and empty as well, beside the one that {@link #start} gave. */
    static String spare(String url) {
        return url.replace("/" + DATABASE, "/" + SPARE);
    }

    private static void recreate(String url) throws SQLException {
        try (Connection admin = DriverManager.getConnection(url);
                Statement statement = admin.createStatement()) {
            for (String database : List.of(DATABASE, SPARE)) {
                statement.execute("DROP DATABASE IF EXISTS " + database);
                statement.execute("CREATE DATABASE " + database);
            }
        }
    }
}
