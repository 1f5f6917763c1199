package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mehari.fake.OpenAiFake;
import dev.mehari.fake.RawClient;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an admin writes and the database does not keep")
class UnkeptIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The audit comes last: the revision, the object and its credentials are written before it. */
    private static final String LAST_WRITE = "CREATE TRIGGER in_the_way BEFORE INSERT ON config_audit BEGIN %s; END";

    private static final String AWAY = "DROP TRIGGER in_the_way";
    private static final String REFUSES = "SELECT RAISE(ABORT, 'in the way')";

    /** Many seconds of work. */
    private static final String TAKES_LONG =
            "SELECT sum(x) FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 300000000)"
                    + " SELECT x FROM c)";

    private final OpenAiFake vendor = OpenAiFake.start();
    private final GatewaySetup setup = GatewayProcess.setup().env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1");
    private GatewayProcess gateway = setup.start();

    @AfterEach
    void stop() {
        gateway.close();
        vendor.close();
    }

    private boolean database(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + setup.data().resolve("mehari.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private HttpResponse<String> write() {
        return new Console(gateway).put("/api/admin/upstreams/house", Console.upstream(vendor.baseUrl(), vendor.key()));
    }

    private void assertNothingOfItIsLeft() {
        Console console = new Console(gateway);
        assertThat(console.get("/api/admin/upstreams/house").statusCode()).isEqualTo(404);
        assertThat(console.chat("house/gpt-4.1")).isEqualTo(404);
        assertThat(console.page("/api/admin/audit").path("total").asInt()).isZero();
        JsonNode live = console.page("/api/admin/live");
        assertThat(live.path("generation").asInt()).isEqualTo(1);
        assertThat(live.path("degraded").asBoolean()).isFalse();
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    @DisplayName(
            "killed while it is written, refused at its last write: nothing of it is there or live; then it is made"
                    + " as if for the first time")
    void neitherKeptNorLive() {
        assertThat(database(LAST_WRITE.formatted(TAKES_LONG))).isTrue();
        Thread.ofVirtual().name("admin").start(() -> {
            try {
                var unused = write();
            } catch (RuntimeException e) {
                // It is killed before it answers.
            }
        });
        Eventually.get(PATIENCE, this::isWriting, writing -> writing);
        gateway.close();
        Eventually.get(PATIENCE, () -> database(AWAY), gone -> gone);
        gateway = setup.start();
        assertNothingOfItIsLeft();

        assertThat(database(LAST_WRITE.formatted(REFUSES))).isTrue();
        assertThat(Console.error(write(), 503)).contains("database");
        assertNothingOfItIsLeft();

        assertThat(database(AWAY)).isTrue();
        assertThat(Console.json(write(), 201).path("version").asInt()).isEqualTo(1);
        assertThat(new Console(gateway).chat("house/gpt-4.1")).isEqualTo(200);
    }

    /** Whether somebody holds the database for longer than a look at it takes. */
    private boolean isWriting() {
        for (int looks = 0; looks < 10; looks++) {
            if (database("BEGIN IMMEDIATE")) {
                return false;
            }
            RawClient.waitFor(Duration.ofMillis(30));
        }
        return true;
    }
}
