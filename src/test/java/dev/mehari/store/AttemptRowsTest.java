package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Usage;
import dev.mehari.usage.AttemptRecord;
import dev.mehari.usage.UsageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class AttemptRowsTest {
    @TempDir
    Path data;

    private final List<String> lost = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void everyValueStandsInItsColumn(Databases kind) {
        try (Database database = kind.open(data)) {
            ledger(database).write(List.of(Rows.row("c", List.of(Rows.answered(1)))));

            Map<String, Object> row = JdbcClient.create(database.reads())
                    .sql("SELECT * FROM attempts")
                    .query()
                    .singleRow();
            assertThat(row)
                    .containsEntry("next_step", "done")
                    .containsEntry("price_version", "2026-01")
                    .containsEntry("error_kind", null)
                    .containsEntry("credential_id", "main")
                    .containsEntry("stop_reason", "SAFETY")
                    .containsEntry("losses", "top_k:dropped\ntemperature:clamped");
            assertThat(number(row, "input_tokens")).isEqualTo(100);
            assertThat(number(row, "cached_input_tokens")).isEqualTo(20);
            assertThat(number(row, "cache_creation_tokens")).isEqualTo(3);
            assertThat(number(row, "cache_creation_long_tokens")).isEqualTo(4);
            assertThat(number(row, "output_tokens")).isEqualTo(45);
            assertThat(number(row, "reasoning_tokens")).isEqualTo(6);
            assertThat(number(row, "cost_nano_usd")).isEqualTo(123_456_789L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingKnownAndNothingUsedAreNotTheSame(Databases kind) {
        try (Database database = kind.open(data)) {
            UsageRecord written = Rows.row(
                    "c",
                    List.of(
                            Rows.bareAttempt(1),
                            known(2, "next_target", null, 0L, null),
                            known(3, "done", Usage.NONE, 0L, "2026-01"),
                            known(4, "committed", new Usage(5, 0, 0, 0, 0, 0), null, null)));

            ledger(database).write(List.of(written));

            assertThat(ledger(database).find("c")).hasValue(written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sixtyAttemptsOfACallComeBackInTheirOrder(Databases kind) {
        try (Database database = kind.open(data)) {
            List<AttemptRecord> attempts = new ArrayList<>();
            for (int number = 1; number < 60; number++) {
                attempts.add(Rows.failed(number));
            }
            attempts.add(Rows.answered(60));
            List<AttemptRecord> shuffled = new ArrayList<>(attempts);
            Collections.reverse(shuffled);
            List<UsageRecord> batch = new ArrayList<>();
            for (int call = 0; call < 100; call++) {
                batch.add(Rows.row("c" + call, shuffled));
            }

            ledger(database).write(batch);
            ledger(database).write(batch);

            for (int call = 0; call < 100; call += 33) {
                assertThat(ledger(database).find("c" + call).orElseThrow().attempts())
                        .isEqualTo(attempts);
            }
            assertThat(sum(database, "COUNT(*)")).isEqualTo(6_000);
            assertThat(sum(database, "SUM(input_tokens)")).isEqualTo(100 * (59 * 60 / 2 + 100));
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void attemptsOfDifferentCallsDoNotMix(Databases kind) {
        try (Database database = kind.open(data)) {
            UsageRecord one = Rows.row("one", List.of(Rows.failed(1), Rows.answered(2)));
            UsageRecord two = Rows.row("two", List.of(Rows.bareAttempt(1)));
            UsageRecord none = Rows.row("none", List.of());

            ledger(database).write(List.of(one, none, two));

            assertThat(ledger(database).find("one")).hasValue(one);
            assertThat(ledger(database).find("two")).hasValue(two);
            assertThat(ledger(database).find("none")).hasValue(none);
        }
    }

    /** A call without its attempts would be a lie: both go, and the others stay. */
    @ParameterizedTest
    @EnumSource
    void aBadAttemptTakesItsCallWithItAndNoOther(Databases kind) {
        try (Database database = kind.open(data)) {
            List<UsageRecord> batch = new ArrayList<>(Rows.good("c", 20));
            batch.add(7, Rows.row("bad", List.of(Rows.failed(1), known(2, "done", Usage.NONE, -1L, "2026-01"))));

            ledger(database).write(batch);

            assertThat(sum(database, "COUNT(*)")).isEqualTo(20);
            assertThat(ledger(database).find("bad")).isEmpty();
            assertThat(lost).singleElement().asString().startsWith("bad");
        }
    }

    private static AttemptRecord known(
            int number, String next, @Nullable Usage usage, @Nullable Long cost, @Nullable String priceVersion) {
        return new AttemptRecord(
                number,
                "up",
                "m",
                null,
                Rows.TIME,
                null,
                null,
                0,
                null,
                null,
                next,
                usage,
                false,
                cost,
                priceVersion,
                null,
                List.of());
    }

    private JdbcUsageLedger ledger(Database database) {
        return new JdbcUsageLedger(database, (callId, reason) -> lost.add(callId + ": " + reason));
    }

    private static long number(Map<String, Object> row, String column) {
        return Long.parseLong(String.valueOf(row.get(column)));
    }

    private static long sum(Database database, String what) {
        return JdbcClient.create(database.reads())
                .sql("SELECT " + what + " FROM attempts")
                .query(Long.class)
                .single();
    }
}
