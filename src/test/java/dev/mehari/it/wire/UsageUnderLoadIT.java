package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("usage under load: as many rows as calls, each right")
class UsageUnderLoadIT {
    private static final int CALLS = 2000;
    private static final int THREADS = 32;
    private final Load load = new Load();

    @AfterEach
    void close() {
        load.close();
    }

    @Test
    @DisplayName("2,000 calls from 32 threads, SQLite")
    void sqlite() {
        everyCallHasItsRow(new Ledger("jdbc:sqlite:" + load.setup.data().resolve("mehari.db")));
    }

    @Test
    @DisplayName("2,000 calls from 32 threads, PostgreSQL")
    void postgresql() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            load.setup
                    .env("DATABASE_TYPE", "postgresql")
                    .env("DATABASE_URL", "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres");

            everyCallHasItsRow(new Ledger(server.getJdbcUrl("postgres", "postgres")));
        }
    }

    private void everyCallHasItsRow(Ledger ledger) {
        try (GatewayProcess gateway = load.setup.start()) {
            List<Integer> statuses = Many.of(CALLS, THREADS, i -> Load.call(gateway, i));
            for (int i = 0; i < CALLS; i++) {
                assertThat(statuses.get(i)).as("call " + i).isEqualTo(Load.status(Load.kind(i)));
            }
            assertThat(gateway.stop()).isEqualTo(143);
        }

        Map<String, Map<String, String>> rows = new HashMap<>();
        ledger.rows("SELECT * FROM calls").forEach(row -> rows.put(String.valueOf(row.get("label")), row));
        assertThat(ledger.count("SELECT count(*) FROM calls")).isEqualTo(CALLS);
        assertThat(rows).hasSize(CALLS);
        for (int i = 0; i < CALLS; i++) {
            Load.assertRow(rows.getOrDefault("load-" + i, Map.of()), i);
        }
        assertThat(ledger.count("SELECT count(*) FROM attempts")).isEqualTo(CALLS * 8 / 10);
    }
}
