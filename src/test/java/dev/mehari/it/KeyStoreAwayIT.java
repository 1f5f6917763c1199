package dev.mehari.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.RawClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName(
        "fault 2.14a: with the database away known keys work on, unknown ones get 503; back again without a restart")
class KeyStoreAwayIT {
    private static final String DATABASE_PASSWORD = "canary-database+password/0001";

    @TempDir
    Path folder;

    @Test
    void awayAndBack() throws IOException {
        int port = freePort();
        Path cluster = Files.createDirectory(folder.resolve("cluster"));
        EmbeddedPostgres database = postgresql(port, cluster);
        try (World world = World.with(setup -> setup.env("DATABASE_TYPE", "postgresql")
                .env(
                        "DATABASE_URL",
                        "postgresql://postgres:canary-database+password%2F0001@localhost:" + port + "/postgres")
                .env("LOGGING_LEVEL_ROOT", "DEBUG")
                .env("LOGGING_LEVEL_COM_ZAXXER_HIKARI", "DEBUG")
                .env("LOGGING_LEVEL_ORG_FLYWAYDB", "DEBUG")
                .env("LOGGING_LEVEL_ORG_POSTGRESQL", "TRACE"))) {
            for (Dialect dialect : Dialect.values()) {
                world.serves(dialect);
            }
            String late = new Admin(world).value("");

            database.close();
            for (Dialect dialect : Dialect.values()) {
                world.serves(dialect);
                for (String key : List.of(late, "pk_unknown")) {
                    long start = System.nanoTime();
                    RawClient.Response reply = world.post(dialect.path(), dialect.key(key), dialect.body());
                    assertThat(dialect.error(reply, 503)).contains("key store");
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                    assertThat(reply.headers().first("retry-after")).matches("[1-5]");
                    assertThat(reply.headers().first("x-mehari-error-origin")).isEqualTo("gateway");
                }
                dialect.error(
                        world.post(dialect.path(), dialect.key(GatewaySetup.ADMIN_PASSWORD), dialect.body()), 403);
                dialect.error(world.post(dialect.path(), Map.of(), dialect.body()), 401);
            }
            assertThat(world.get("/v1/models", Dialect.OPENAI.key()).status()).isEqualTo(200);
            assertThat(world.get("/health", Map.of()).status()).isEqualTo(200);
            assertThat(Errors.admin(world.get("/api/admin/keys", Admin.BASIC), 503))
                    .isEqualTo("auth_store_unavailable");
            assertThat(Errors.admin(new Admin(world).post("/api/admin/keys", "{\"name\":\"x\"}"), 503))
                    .isEqualTo("auth_store_unavailable");

            database = postgresql(port, cluster);
            for (Dialect dialect : Dialect.values()) {
                Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                    assertThat(world.post(dialect.path(), dialect.key(late), dialect.body())
                                    .status())
                            .isEqualTo(200);
                    dialect.error(world.post(dialect.path(), dialect.key("pk_unknown"), dialect.body()), 401);
                });
            }
            assertThat(world.gateway().output()).contains("DEBUG");
            new Canaries()
                    .add("the database's password", DATABASE_PASSWORD)
                    .add("the key", GatewaySetup.KEY)
                    .add("the late key", late)
                    .notIn("the output", world.gateway().output());
        } finally {
            database.close();
        }
    }

    private static EmbeddedPostgres postgresql(int port, Path cluster) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
