package dev.mehari.it.failover.score;

import java.util.List;

/** @param parts each with scripts for the upstreams, a call, and what is to be said of it; the worst of them counts */
record Scenario(int number, String name, List<Part> parts) {
    interface Part {
        Verdict play(Stage stage);
    }

    Scenario(int number, String name, Part... parts) {
        this(number, name, List.of(parts));
    }

    Verdict play(Subject subject, Lane lane) {
        Verdict worst = Verdict.PASS;
        for (Part part : parts) {
            Verdict verdict;
            try {
                verdict = part.play(new Stage(subject, lane));
            } catch (RuntimeException | AssertionError e) {
                verdict = Verdict.fail(String.valueOf(e));
            }
            worst = worst.worse(verdict);
        }
        return worst;
    }
}
