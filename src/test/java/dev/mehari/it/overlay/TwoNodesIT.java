package dev.mehari.it.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.fake.OpenAiFake;
import dev.mehari.it.GatewayProcess;
import dev.mehari.it.GatewaySetup;
import dev.mehari.it.wire.Eventually;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two gateways on one PostgreSQL")
class TwoNodesIT {
    private static final int ROUNDS = 5;

    @Test
    @DisplayName(
            "each serves what the other's admin wrote; of two that write at once one is first, and the other hears of it")
    void shareOneOverlay() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                OpenAiFake vendor = OpenAiFake.start();
                GatewayProcess first = node(database).start();
                GatewayProcess second = node(database)
                        .edit("config/application.yaml", TwoNodesIT::followsNoFiles)
                        .start()) {
            Console here = new Console(first);
            Console there = new Console(second);
            Console.json(here.put("/api/admin/upstreams/house", Console.upstream(vendor.baseUrl(), vendor.key())), 201);
            Console.json(here.put("/api/admin/models/mine", Console.alias("house/gpt-4.1")), 201);
            Eventually.get(Duration.ofSeconds(15), () -> there.chat("mine"), status -> status == 200);
            assertThat(there.page("/api/admin/live").path("history").findValuesAsText("why"))
                    .contains("database");

            try (ExecutorService both = Executors.newFixedThreadPool(2)) {
                for (int round = 0; round < ROUNDS; round++) {
                    String path = "/api/admin/models/race-" + round;
                    List<Integer> statuses = new ArrayList<>();
                    for (Future<Integer> reply : both.invokeAll(List.of(put(here, path), put(there, path)))) {
                        statuses.add(reply.get());
                    }
                    assertThat(statuses).containsExactlyInAnyOrder(201, 409);
                }
            }
            Console.json(there.delete("/api/admin/models/mine"), 200);
            Eventually.get(Duration.ofSeconds(15), () -> here.chat("mine"), status -> status == 404);
            assertThat(here.page("/api/admin/audit").path("total").asInt()).isEqualTo(3 + ROUNDS);
        }
    }

    private static Callable<Integer> put(Console console, String path) {
        return () -> console.put(path, Console.alias("demo/demo")).statusCode();
    }

    private static String followsNoFiles(String text) {
        return text + "\nmehari.live.watch: false\n";
    }

    private static GatewaySetup node(EmbeddedPostgres database) throws IOException {
        return GatewayProcess.setup()
                .env("MEHARI_SECRET", "the-secret-of-both-nodes")
                .env("MEHARI_ADMIN_ALLOWED_ADDRESSES", "127.0.0.1")
                .env("DATABASE_TYPE", "postgresql")
                .env("DATABASE_URL", "postgresql://postgres:postgres@localhost:" + database.getPort() + "/postgres");
    }
}
