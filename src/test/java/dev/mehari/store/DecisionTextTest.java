package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Decision;
import dev.mehari.call.Decision.Kind;
import dev.mehari.call.Decision.Note;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionTextTest {
    private static final Note ALIAS = new Note(Kind.ALIAS, "fast", "the name that was asked for");

    @TempDir
    Path data;

    @Test
    void isTheFormThatIsShownAndReadsBack() {
        assertThat(DecisionText.of(List.of(ALIAS)))
                .isEqualTo("[{\"kind\":\"alias\",\"subject\":\"fast\",\"why\":\"the name that was asked for\"}]");
        for (Kind kind : Kind.values()) {
            List<Note> notes = List.of(ALIAS, new Note(kind, "\"\\\n\0 é 漢", "ü"));
            assertThat(DecisionText.notes(DecisionText.of(notes))).isEqualTo(notes);
        }
        assertThat(DecisionText.notes(null)).isEmpty();
    }

    @Test
    void aKindOfANewerReleaseIsPassedOver() {
        String newer = "[{\"kind\":\"astrology\",\"subject\":\"mars\",\"why\":\"retrograde\"},"
                + "{\"kind\":\"alias\",\"subject\":\"fast\",\"why\":\"the name that was asked for\"}]";
        assertThat(DecisionText.notes(newer)).containsExactly(ALIAS);
    }

    @Test
    void hasAnEndAndSaysSo() {
        Decision long1 = new Decision();
        for (int i = 0; i < 1_000; i++) {
            long1.note(Kind.RULE_PASSED_OVER, "rule-" + i, "\u0001漢".repeat(i));
        }
        assertThat(long1.notes()).as("what a call keeps").hasSize(201);
        assertThat(long1.notes().getLast().kind()).isEqualTo(Kind.CUT_OFF);
        for (List<Note> notes : List.of(long1.notes(), Collections.nCopies(500, ALIAS))) {
            String text = DecisionText.of(notes);
            assertThat(text).hasSizeLessThanOrEqualTo(DecisionText.LONGEST).hasSizeGreaterThan(10_000);
            List<Note> kept = DecisionText.notes(text);
            assertThat(kept.getFirst().kind()).isEqualTo(notes.getFirst().kind());
            assertThat(kept.getLast().kind()).isEqualTo(Kind.CUT_OFF);
        }
    }

    @Test
    void oneLongNoteLeavesRoomForTheOthers() {
        Note longNote = new Note(Kind.ROUTE, "s".repeat(5_000), "w".repeat(5_000));

        List<Note> kept = DecisionText.notes(DecisionText.of(List.of(longNote, ALIAS)));

        assertThat(kept).containsExactly(new Note(Kind.ROUTE, "s".repeat(509) + "...", "w".repeat(509) + "..."), ALIAS);
    }

    @ParameterizedTest
    @EnumSource
    void whatNoDatabaseTakesAsItIsIsKept(Databases kind) {
        List<Note> notes = new ArrayList<>();
        notes.add(new Note(Kind.ALIAS, "half \ud83d of a pair and \0", "漢".repeat(600)));
        notes.addAll(Collections.nCopies(150, new Note(Kind.ROUTE, "x".repeat(600), "y".repeat(600))));
        try (Database database = kind.open(data)) {
            List<String> lost = new ArrayList<>();
            JdbcUsageLedger ledger = new JdbcUsageLedger(database, (callId, reason) -> lost.add(callId));
            ledger.write(List.of(Rows.decided("c1", notes)));
            assertThat(lost).isEmpty();
            assertThat(ledger.find("c1").orElseThrow().decision().getFirst().subject())
                    .isEqualTo("half \ud83d of a pair and \0");
        }
    }
}
