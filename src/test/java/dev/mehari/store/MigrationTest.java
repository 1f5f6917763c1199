package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with rows of an older release is brought up to date and loses nothing. */
class MigrationTest {
    private static final String CALL = "INSERT INTO calls (call_id, time, protocol, upstream, model, status, total_ms,"
            + " input_tokens, cached_input_tokens, cache_creation_tokens, cache_creation_long_tokens, output_tokens,"
            + " reasoning_tokens, usage_known, cost_nano_usd, price_version, streamed)"
            + " VALUES (?, ?, 'gemini', 'up', 'm', 200, 9, 1, 2, 3, 4, 5, 6, TRUE, 7, '2026-01', FALSE)";
    private static final String ATTEMPT = "INSERT INTO attempts (call_id, number, upstream, model, credential_id,"
            + " started_at, first_byte_at, ended_at, status, error_kind, upstream_request_id)"
            + " VALUES (?, ?, 'up', 'm', 'main', ?, NULL, NULL, 503, 'upstream_overloaded', 'req_1')";

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource
    void rowsOfTheFirstVersionStayAndSayNothingOfWhatTheyDoNotKnow(Databases kind) {
        DatabaseSettings settings = kind.settings(data);
        JdbcClient old = firstVersion(settings);
        for (int call = 0; call < 50; call++) {
            write(old, "old-" + call);
        }

        try (Database database = Database.open(settings, 5)) {
            JdbcUsageLedger ledger = new JdbcUsageLedger(database, (callId, reason) -> {});
            UsageRecord kept = ledger.find("old-49").orElseThrow();
            assertThat(kept.costNanoUsd()).isEqualTo(7);
            assertThat(kept.usage().total()).isEqualTo(21);
            assertThat(kept.operation()).isEqualTo("chat");
            assertThat(kept.estimated()).isFalse();
            assertThat(kept.tags()).isEmpty();
            assertThat(kept.decision()).isEmpty();
            assertThat(kept.attempts())
                    .hasSize(2)
                    .allSatisfy(attempt -> assertThat(attempt)
                            .returns("up", AttemptRecord::upstream)
                            .returns(503, AttemptRecord::status)
                            .returns("upstream_overloaded", AttemptRecord::errorKind)
                            .returns("req_1", AttemptRecord::upstreamRequestId)
                            .returns(Rows.TIME, AttemptRecord::startedAt)
                            .returns(null, AttemptRecord::next)
                            .returns(null, AttemptRecord::usage)
                            .returns(false, AttemptRecord::estimated)
                            .returns(null, AttemptRecord::costNanoUsd)
                            .returns(null, AttemptRecord::priceVersion)
                            .returns(null, AttemptRecord::stopReason)
                            .returns(List.of(), AttemptRecord::losses));

            // A node of the older release that shares the database goes on writing.
            write(old, "late");
            UsageRecord now = Rows.row("new", List.of(Rows.failed(1), Rows.answered(2)));
            ledger.write(List.of(now));

            assertThat(ledger.find("late").orElseThrow().attempts()).hasSize(2);
            assertThat(ledger.find("new")).hasValue(now);
        }
        try (Database again = Database.open(settings, 5)) {
            assertThat(JdbcClient.create(again.reads())
                            .sql("SELECT COUNT(*) FROM attempts")
                            .query(Long.class)
                            .single())
                    .isEqualTo(104);
        }
    }

    private static JdbcClient firstVersion(DatabaseSettings settings) {
        var source = new Connections(DatabaseUrl.of(settings), null).forMigration();
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/mehari")
                .table("mehari_schema_history")
                .target("1")
                .load()
                .migrate();
        return JdbcClient.create(source);
    }

    private static void write(JdbcClient old, String callId) {
        long time = Rows.TIME.toEpochMilli();
        old.sql(CALL).params(callId, time).update();
        for (int number = 1; number <= 2; number++) {
            old.sql(ATTEMPT).params(callId, number, time).update();
        }
    }
}
