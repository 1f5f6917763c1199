package dev.mehari.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Both kinds of database for tests: SQLite in a folder, and a new database on one real PostgreSQL for all tests. */
enum Databases {
    SQLITE {
        @Override
        DatabaseSettings settings(Path data) {
            return new DatabaseSettings(null, null, data, null);
        }
    },
    POSTGRESQL {
        @Override
        DatabaseSettings settings(Path data) {
            return new DatabaseSettings(null, newPostgresql(), data, null);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Of an empty database. */
    abstract DatabaseSettings settings(Path data);

    Database open(Path data) {
        return Database.open(settings(data), 5);
    }

    static String newPostgresql() {
        String name = "t" + COUNT.incrementAndGet();
        EmbeddedPostgres server = Server.INSTANCE;
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(server.getPort(), name);
    }

    static String url(int port, String database) {
        return "postgresql://postgres:postgres@localhost:" + port + "/" + database;
    }

    /** As durable as a server that nobody tuned: the library's own settings would flatter the figures. */
    static EmbeddedPostgres.Builder server() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return server().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
