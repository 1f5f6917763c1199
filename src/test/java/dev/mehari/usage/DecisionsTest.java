package dev.mehari.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.Decision;
import dev.mehari.call.Decision.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    @Test
    void thoseThatSayTheSameAreOneList() {
        List<Decision.Note> first = Decisions.shared(decided("fast").notes());

        assertThat(Decisions.shared(decided("fast").notes())).isSameAs(first);
        assertThat(Decisions.shared(decided("slow").notes())).isNotEqualTo(first);
    }

    @Test
    void aNoteThatComesLaterIsNotInIt() {
        Decision decision = decided("late");
        List<Decision.Note> settled = Decisions.shared(decision.notes());
        decision.note(Kind.ROUTE, "a/b", "a route put it there");

        assertThat(settled).hasSize(1);
        assertThat(Decisions.shared(decided("late").notes())).hasSize(1);
    }

    private static Decision decided(String alias) {
        Decision decision = new Decision();
        decision.note(Kind.ALIAS, alias, "the name that was asked for");
        return decision;
    }
}
