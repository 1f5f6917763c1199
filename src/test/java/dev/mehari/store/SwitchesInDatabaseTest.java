package dev.mehari.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import dev.mehari.health.Health;
import dev.mehari.health.PoolStates;
import dev.mehari.health.Subject;
import dev.mehari.health.Switch;
import dev.mehari.health.SwitchStoreUnavailableException;
import dev.mehari.health.Switchboard;
import dev.mehari.sample.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchesInDatabaseTest {
    private static final Target TARGET = Target.of("claude/sonnet");
    private static final Subject SUBJECT = Subject.of(TARGET);

    @TempDir
    Path data;

    private final Clock clock = Clock.systemUTC();

    private final class Node {
        private final Health health = new Health(clock);
        private final PoolStates states = health.of(Samples.snapshot());
        private final Switchboard board;

        Node(Database database) {
            board = new Switchboard(health, new JdbcSwitchStore(database), clock);
            board.refresh();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSwitchedOffHoldsOnAllNodesAndAfterARestart(Databases kind) {
        try (Database database = kind.open(data)) {
            Node one = new Node(database);
            Node two = new Node(database);
            one.board.disable(SUBJECT, "too dear", "admin");
            assertThat(two.states.leftAlone(TARGET)).isNull();
            two.board.refresh();

            assertThat(two.states.leftAlone(TARGET))
                    .isEqualTo("target \"claude/sonnet\" is switched off by an operator");
            assertThat(new Node(database).board.off())
                    .singleElement()
                    .extracting(Switch::subject, Switch::why, Switch::by)
                    .containsExactly(SUBJECT, "too dear", "admin");
            two.board.enable(SUBJECT, "eve");
            one.board.refresh();
            assertThat(one.states.leftAlone(TARGET)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetReachesAllNodesOnce(Databases kind) {
        try (Database database = kind.open(data)) {
            Node one = new Node(database);
            Node two = new Node(database);
            limit(two);
            one.board.reset(SUBJECT, "admin");
            two.board.refresh();
            assertThat(two.states.leftAlone(TARGET)).isNull();
            limit(two);
            two.board.refresh();

            assertThat(two.states.leftAlone(TARGET)).as("what came after it").isNotNull();
        }
    }

    /** The nodes hear of each other every few seconds; an admin who talks to two of them is faster. */
    @ParameterizedTest
    @EnumSource
    void aNodeThatHeardNothingYetUndoesNothing(Databases kind) {
        try (Database database = kind.open(data)) {
            Node one = new Node(database);
            Node two = new Node(database);
            Node three = new Node(database);
            one.board.disable(SUBJECT, "too dear", "admin");
            two.board.reset(SUBJECT, "eve");

            assertThat(new Node(database).board.off()).extracting(Switch::why).containsExactly("too dear");
            assertThat(two.states.leftAlone(TARGET)).isNotNull();
            one.board.enable(SUBJECT, "admin");
            limit(three);
            three.board.refresh();

            assertThat(three.states.leftAlone(TARGET)).as("the reset").isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheStoreNothingChanges(Databases kind) {
        Database database = kind.open(data);
        Node node = new Node(database);
        node.board.disable(SUBJECT, null, "admin");
        database.close();

        node.board.refresh();
        assertThatExceptionOfType(SwitchStoreUnavailableException.class)
                .isThrownBy(() -> node.board.enable(SUBJECT, "admin"));
        assertThat(node.states.leftAlone(TARGET)).isNotNull();
    }

    /** An upstream without credentials has its target to leave alone. */
    private static void limit(Node node) {
        node.states
                .begin(TARGET, null)
                .over(new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, "slow", Duration.ofMinutes(1)), false);
    }
}
