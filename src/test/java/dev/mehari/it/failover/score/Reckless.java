package dev.mehari.it.failover.score;

import java.util.List;

/** Two of the sixteen with an alias that goes on whatever the reason: their judges have to see it. */
final class Reckless {
    static final List<Scenario> ALL = List.of(
            new Scenario(
                    9,
                    "content filter",
                    stage -> Scripts.filtered(
                            stage.u1(Scripts.contentFilter(stage.lane)).call(stage.lane.reckless()))),
            new Scenario(
                    10,
                    "context length",
                    stage -> Judges.callersMistake(
                            stage.u1(Scripts.tooLong(stage.lane)).call(stage.lane.reckless()), 400, "tokens")));

    private Reckless() {}
}
