package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Decision;
import dev.mehari.usage.UsageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageLedgerTest {
    @TempDir
    Path data;

    private final List<String> lost = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void keepsEverythingAboutACall(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcUsageLedger ledger = ledger(database);
            UsageRecord full = Rows.row("full", 1_200, "label");
            UsageRecord bare = Rows.bare("bare");

            ledger.write(List.of(full, bare));

            assertThat(ledger.find("full")).hasValue(full);
            assertThat(ledger.find("bare")).hasValue(bare);
            assertThat(ledger.find("none")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWrittenTwiceIsKeptOnce(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcUsageLedger ledger = ledger(database);
            List<UsageRecord> batch = new ArrayList<>(Rows.good("c", 100));
            ledger.write(batch.subList(0, 60));
            batch.add(batch.getFirst());

            ledger.write(batch);
            ledger.write(batch);
            ledger.write(List.of());

            assertThat(count(database, "calls")).isEqualTo(100);
            assertThat(count(database, "attempts")).isEqualTo(100);
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadRowIsLeftOutAloneAndCounted(Databases kind) {
        try (Database database = kind.open(data)) {
            List<UsageRecord> batch = new ArrayList<>(Rows.good("c", 98));
            batch.add(0, Rows.bad("bad first"));
            batch.add(57, Rows.bad("bad middle"));

            ledger(database).write(batch);

            assertThat(count(database, "calls")).isEqualTo(98);
            assertThat(count(database, "attempts")).isEqualTo(98);
            assertThat(lost).hasSize(2);
            assertThat(lost.getFirst()).startsWith("bad first");
            assertThat(lost.getLast()).startsWith("bad middle");
        }
    }

    /** The calls can be copied, their attempts cannot: that they are there already is no reason to lose the calls. */
    @ParameterizedTest
    @EnumSource
    void attemptsThatAreThereAlreadyHoldNoCallBack(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcUsageLedger ledger = ledger(database);
            ledger.write(Rows.good("c", 100));
            JdbcClient.create(database.writes()).sql("DELETE FROM calls").update();

            ledger.write(Rows.good("c", 100));

            assertThat(count(database, "calls")).isEqualTo(100);
            assertThat(count(database, "attempts")).isEqualTo(100);
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNulInALabelHarmsNothing(Databases kind) {
        try (Database database = kind.open(data)) {
            List<UsageRecord> batch = new ArrayList<>(Rows.good("c", 99));
            batch.add(Rows.row("nul", 1, "raw \u0000 escaped \\u0000 half \ud83d"));

            ledger(database).write(batch);

            assertThat(count(database, "calls")).isEqualTo(100);
            assertThat(ledger(database).find("nul").orElseThrow().label()).isEqualTo("raw  escaped \\u0000 half ");
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCallsWereDecidedByStandsThereOnce(Databases kind) {
        try (Database database = kind.open(data)) {
            JdbcUsageLedger ledger = ledger(database);
            List<Decision.Note> decided = List.of(
                    new Decision.Note(Decision.Kind.ALIAS, "smart", "the name that was asked for"),
                    new Decision.Note(Decision.Kind.RULE_PASSED_OVER, "night", "not: time.of_day lt 06:00"));
            List<UsageRecord> batch = new ArrayList<>(Rows.good("c", 50));
            batch.add(Rows.decided("other", decided));
            batch.add(Rows.decided("nothing", List.of()));
            ledger.write(batch);
            ledger.write(Rows.good("d", 50));

            assertThat(count(database, "decisions")).isEqualTo(2);
            assertThat(ledger.find("d49").orElseThrow().decision())
                    .isEqualTo(batch.getFirst().decision());
            assertThat(ledger.find("other").orElseThrow().decision()).isEqualTo(decided);
            assertThat(ledger.find("nothing").orElseThrow().decision()).isEmpty();
            assertThat(lost).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDecisionInTheRowOfAnOlderNodeIsRead(Databases kind) {
        try (Database database = kind.open(data)) {
            UsageRecord row = Rows.good("c", 1).getFirst();
            ledger(database).write(List.of(row));
            JdbcClient.create(database.writes())
                    .sql("UPDATE calls SET decision_id = NULL, decision = ?")
                    .param(DecisionText.of(row.decision()))
                    .update();

            assertThat(ledger(database).find("c0")).hasValue(row);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalWritersLoseNothing(Databases kind) throws Exception {
        try (Database database = kind.open(data);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            JdbcUsageLedger ledger = ledger(database);
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                String prefix = "w" + writer + "-";
                writers.add(threads.submit(() -> {
                    for (int batch = 0; batch < 10; batch++) {
                        ledger.write(Rows.good(prefix + batch + "-", 100));
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }

            assertThat(count(database, "calls")).isEqualTo(4_000);
            assertThat(JdbcClient.create(database.reads())
                            .sql("SELECT SUM(cost_nano_usd) FROM calls")
                            .query(Long.class)
                            .single())
                    .isEqualTo(4_000 * 123_456_789L);
        }
    }

    private JdbcUsageLedger ledger(Database database) {
        return new JdbcUsageLedger(database, (callId, reason) -> lost.add(callId + ": " + reason));
    }

    private static long count(Database database, String table) {
        return JdbcClient.create(database.reads())
                .sql("SELECT COUNT(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
