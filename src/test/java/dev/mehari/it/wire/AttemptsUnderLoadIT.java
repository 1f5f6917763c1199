package dev.mehari.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.it.GatewayProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("attempts under load: as many rows as requests that the fakes saw, each right")
class AttemptsUnderLoadIT {
    private static final int CALLS = 1500;
    private static final int THREADS = 24;
    private static final Set<String> AGAIN = Set.of("retry", "wait", "next_credential");
    private static final Set<String> OVER = Set.of("no_target_left", "attempts_spent", "deadline");

    private final Mixed mixed = new Mixed();

    @AfterEach
    void close() {
        mixed.close();
    }

    @Test
    @DisplayName("fault 3.10 and 1,500 calls over three targets, SQLite")
    void sqlite() {
        everyAttemptHasItsRow(new Ledger("jdbc:sqlite:" + mixed.setup.data().resolve("mehari.db")));
    }

    @Test
    @DisplayName("fault 3.10 and 1,500 calls over three targets, PostgreSQL")
    void postgresql() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            mixed.setup
                    .env("DATABASE_TYPE", "postgresql")
                    .env("DATABASE_URL", "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres");

            everyAttemptHasItsRow(new Ledger(server.getJdbcUrl("postgres", "postgres")));
        }
    }

    private void everyAttemptHasItsRow(Ledger ledger) {
        List<Integer> statuses;
        try (GatewayProcess gateway = mixed.setup.start()) {
            statuses = Many.of(CALLS, THREADS, i -> Mixed.call(gateway, i));
            assertThat(gateway.stop()).isEqualTo(143);
        }
        everyOutcomeWasTried();
        assertThat(ledger.count("SELECT count(*) FROM calls")).isEqualTo(CALLS);
        assertThat(totals(ledger)).isEqualTo(counted());

        Map<String, Map<String, String>> calls = ledger.rows("SELECT * FROM calls").stream()
                .collect(Collectors.toMap(row -> String.valueOf(row.get("label")), row -> row));
        Map<String, List<Map<String, String>>> attempts =
                ledger.rows("SELECT * FROM attempts ORDER BY call_id, number").stream()
                        .collect(Collectors.groupingBy(row -> String.valueOf(row.get("call_id"))));
        for (int i = 0; i < CALLS; i++) {
            Map<String, String> call = calls.getOrDefault("mixed-" + i, Map.of());
            List<Map<String, String>> rows = attempts.getOrDefault(String.valueOf(call.get("call_id")), List.of());
            assertCall(i, statuses.get(i), call, rows);
        }
    }

    /** Else the test would be green without having seen what it is for. */
    private void everyOutcomeWasTried() {
        mixed.fakes.forEach((name, fake) -> assertThat(fake.refusals()).as(name).isEmpty());
        assertThat(mixed.seen())
                .extracting(Mixed.Seen::outcome)
                .containsAll(EnumSet.allOf(Mixed.Outcome.class))
                .hasSizeGreaterThan(CALLS);
        int requests =
                mixed.fakes.values().stream().mapToInt(f -> f.requests().size()).sum();
        assertThat(mixed.seen()).hasSize(requests);
    }

    private static Map<String, Long> totals(Ledger ledger) {
        Map<String, Long> totals = new TreeMap<>();
        ledger.rows("SELECT upstream, status, error_kind, count(*) AS n FROM attempts"
                        + " WHERE error_kind IS NULL OR error_kind <> 'upstream_unavailable'"
                        + " GROUP BY upstream, status, error_kind")
                .forEach(row -> totals.put(
                        row.get("upstream") + " " + row.get("status") + " " + row.get("error_kind"),
                        Long.valueOf(String.valueOf(row.get("n")))));
        return totals;
    }

    private Map<String, Long> counted() {
        return mixed.seen().stream()
                .collect(Collectors.groupingBy(
                        seen -> seen.upstream() + " " + seen.outcome().status + " " + seen.outcome().error,
                        TreeMap::new,
                        Collectors.counting()));
    }

    private void assertCall(int i, int status, Map<String, String> call, List<Map<String, String>> all) {
        List<Mixed.Seen> seen = mixed.seen(i);
        List<Map<String, String>> rows = new ArrayList<>(all);
        rows.removeIf(row -> "upstream_unavailable".equals(row.get("error_kind")));
        assertThat(rows).as("attempts of call " + i).hasSameSizeAs(seen);
        for (int n = 0; n < rows.size(); n++) {
            assertAttempt("call " + i + ", attempt " + n, rows.get(n), seen.get(n));
            assertNext(rows.get(n), seen.get(n).outcome(), n + 1 < rows.size() ? rows.get(n + 1) : null);
        }
        Mixed.Seen last = seen.getLast();
        boolean good = last.outcome() == Mixed.Outcome.GOOD;
        assertThat(call)
                .as("call " + i)
                .containsEntry("alias", "mixed")
                .containsEntry("upstream", last.upstream())
                .containsEntry("status", Integer.toString(status));
        assertThat("null".equals(call.get("error_kind"))).as("call " + i).isEqualTo(good);
        // What the call used and cost is what its last attempt did, and nothing of those before.
        Map<String, String> lastRow = rows.getLast();
        boolean known = !"null".equals(lastRow.get("input_tokens"));
        assertThat(call)
                .as("call " + i)
                .containsEntry("input_tokens", known ? String.valueOf(lastRow.get("input_tokens")) : "0")
                .containsEntry("output_tokens", known ? String.valueOf(lastRow.get("output_tokens")) : "0")
                .containsEntry("cost_nano_usd", String.valueOf(lastRow.get("cost_nano_usd")))
                .containsEntry("price_version", String.valueOf(lastRow.get("price_version")));
        if (good) {
            assertThat(status).as("call " + i).isEqualTo(200);
        }
    }

    private static void assertAttempt(String what, Map<String, String> row, Mixed.Seen seen) {
        Mixed.Outcome outcome = seen.outcome();
        assertThat(row)
                .as(what)
                .containsEntry("upstream", seen.upstream())
                .containsEntry("credential_id", "key-of-" + seen.upstream())
                .containsEntry("status", outcome.status)
                .containsEntry("error_kind", outcome.error);
        assertThat(row.get("ended_at")).as(what).isNotEqualTo("null");
        boolean reported = switch (outcome) {
            case GOOD, CUT -> true;
            case HIDDEN -> seen.stream();
            case OVERLOADED, LIMITED, RESET -> false;
        };
        if (!reported) {
            assertThat(row)
                    .as(what)
                    .containsEntry("input_tokens", "null")
                    .containsEntry("cache_creation_long_tokens", "null")
                    .containsEntry("cost_nano_usd", "0")
                    .containsEntry("price_version", "null");
            return;
        }
        assertThat(row).as(what).containsEntry("input_tokens", "11").containsEntry("cached_input_tokens", "0");
        long output = Long.parseLong(String.valueOf(row.get("output_tokens")));
        if (outcome == Mixed.Outcome.GOOD) {
            assertThat(output).as(what).isEqualTo(7);
        }
        assertThat(row)
                .as(what)
                .containsEntry(
                        "cost_nano_usd",
                        // It failed before any of its answer came: what it said of its input is kept, not charged.
                        outcome == Mixed.Outcome.HIDDEN ? "0" : Mixed.cost(seen.upstream(), 11, output));
    }

    private static void assertNext(
            Map<String, String> row, Mixed.Outcome outcome, @Nullable Map<String, String> following) {
        String next = String.valueOf(row.get("next_step"));
        if (following != null) {
            boolean same = String.valueOf(row.get("upstream")).equals(following.get("upstream"));
            assertThat(next).isIn(same ? AGAIN : Set.of("next_target"));
        } else if (outcome == Mixed.Outcome.GOOD) {
            assertThat(next).isEqualTo("done");
        } else if (outcome == Mixed.Outcome.CUT) {
            assertThat(next).isEqualTo("committed");
        } else if (outcome != Mixed.Outcome.HIDDEN) {
            assertThat(next).isIn(OVER);
        }
    }
}
