package dev.mehari.it.failover.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the 16 scenarios of the Failover Bench; make failover prints them")
@Timeout(120)
class FailoverIT {
    private static FailoverScore.Cards cards =
            new FailoverScore.Cards(new Scorecard(), new Scorecard(), new Scorecard(), new Scorecard());

    @BeforeAll
    static void play() {
        cards = FailoverScore.play();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("16 of 16 when U2 speaks the caller's protocol")
    void sameProtocol(Side side) {
        assertThat(cards.same().count(side, Mark.PASS))
                .as("%s", cards.same().remarks())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("16 of 16 when the fallback changes the protocol")
    void otherProtocol(Side side) {
        assertThat(cards.other().count(side, Mark.PASS))
                .as("%s", cards.other().remarks())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "fault 3.10b: a row for each attempt with its model; the fallback is booked on the model that answered")
    void booked(Side side) {
        assertThat(cards.same().mark(side, 15)).as("%s", cards.same().remarks()).isEqualTo(Mark.PASS);
        assertThat(cards.other().mark(side, 15))
                .as("%s", cards.other().remarks())
                .isEqualTo(Mark.PASS);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a proxy that only forwards passes few of them, and lies in some")
    void naive(Side side) {
        assertThat(cards.naive().count(side, Mark.PASS)).isLessThanOrEqualTo(4);
        assertThat(cards.naive().count(side, Mark.FAIL)).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what that proxy passes is failed by a gateway that is told to go on whatever the reason")
    void reckless(Side side) {
        // A filter of Google's is no error, so nobody goes on after it.
        assertThat(cards.reckless().count(side, Mark.FAIL)).isEqualTo(side == Side.GEMINI ? 1 : 2);
    }
}
