package dev.mehari.it.failover.score;

import dev.mehari.fake.SeenRequest;
import dev.mehari.it.faults.Heard;
import java.time.Duration;
import java.util.List;

/** What is to be said of a call, by what its caller and the upstreams have seen of it. */
final class Judges {
    /** Attempts that a call may cost, over all its targets. */
    private static final int BUDGET = 6;

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration CLOCKS = Duration.ofMillis(20);

    private Judges() {}

    /** U1 failed before it said anything: U2 answers, once, after so many requests to U1 at the most. */
    static Verdict secondServes(Trial trial, int most) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        if (!trial.says(Stage.BETA)) {
            return trial.otherwise("U2 could have answered");
        }
        return asked(trial, most, 1);
    }

    /** The same, and U1 is not left with a connection that nobody reads. */
    static Verdict secondServesAndFirstIsLetGo(Trial trial) {
        Verdict verdict = secondServes(trial, 1);
        return verdict.mark() == Mark.PASS ? letGo(trial) : verdict;
    }

    private static Verdict letGo(Trial trial) {
        try {
            trial.lane().u1.server().awaitClosed(trial.u1().getFirst(), SOON);
            return Verdict.PASS;
        } catch (AssertionError e) {
            return Verdict.partial("the connection to U1 stayed open");
        }
    }

    private static Verdict asked(Trial trial, int most, int second) {
        int first = trial.u1().size();
        if (first < 1 || first > most || trial.u2().size() != second) {
            return Verdict.partial("U1 was asked %d times, U2 %d times"
                    .formatted(first, trial.u2().size()));
        }
        return Verdict.PASS;
    }

    /** U1 failed after its first words: the caller has them, then an error of his protocol, and nothing that ends well. */
    static Verdict brokenOff(Trial trial, String text) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        Heard read = trial.seen().heard();
        if (read != null && read.complete) {
            return Verdict.fail("half of it passes for all: " + read.text + read.arguments());
        }
        if (!trial.u2().isEmpty()) {
            return Verdict.fail("U2 was asked after U1 had spoken");
        }
        Heard beginning = trial.seen().beginning();
        if (beginning == null) {
            return trial.otherwise("without a word of what came");
        }
        String said = beginning.text.toString();
        if (said.isEmpty() || !text.startsWith(said)) {
            return Verdict.fail("not the beginning of what U1 said: " + said);
        }
        return asked(trial, 1, 0);
    }

    /** The same, and the connection to U1 is closed. */
    static Verdict brokenOffAndLetGo(Trial trial) {
        Verdict verdict = brokenOff(trial, Stage.ALPHA);
        return verdict.mark() == Mark.PASS ? letGo(trial) : verdict;
    }

    /** The request is at fault: the caller reads why, and nobody else is asked. */
    static Verdict callersMistake(Trial trial, int status, String reason) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        if (trial.seen().answer() != null && status != 200) {
            return Verdict.fail("somebody else was asked, and answered");
        }
        boolean told = trial.seen().status() == status && trial.seen().body().contains(reason);
        if (!told || (status != 200 && !ErrorShape.fits(trial.seen(), trial.lane().caller))) {
            return trial.otherwise("its reason is lost: " + trial.seen().body());
        }
        return asked(trial, 1, 0);
    }

    /** Everybody failed: an error that says so, after everybody was asked, and nobody for ever. */
    static Verdict allDown(Trial trial) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        if (!ErrorShape.fits(trial.seen(), trial.lane().caller) || trial.seen().status() < 500) {
            return trial.otherwise("not one of the caller's protocol");
        }
        if (trial.u2().isEmpty()) {
            return Verdict.safe("U2 was never asked");
        }
        int all = trial.u1().size() + trial.u2().size();
        return all > BUDGET ? Verdict.partial(all + " requests for one call") : Verdict.PASS;
    }

    /** U1 alone, which named a time: it is asked again then, once. */
    static Verdict waitsFor(Trial trial, Duration named) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        if (!trial.says(Stage.ALPHA)) {
            return retryAfter(trial) < 0
                    ? Verdict.fail("Retry-After is lost on its way")
                    : trial.otherwise("there was time to wait");
        }
        List<SeenRequest> asked = trial.u1();
        Duration waited =
                Duration.ofNanos(asked.getLast().receivedAt() - asked.getFirst().receivedAt());
        if (asked.size() != 2 || waited.plus(CLOCKS).compareTo(named) < 0) {
            return Verdict.partial("U1 was asked %d times, the last one after %d ms instead of %d"
                    .formatted(asked.size(), waited.toMillis(), named.toMillis()));
        }
        return Verdict.PASS;
    }

    /** Both named a time, longer than anybody would wait: the caller is told the shorter one. */
    static Verdict tellsTheShorter(Trial trial, Duration shorter) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        long told = retryAfter(trial);
        if (trial.seen().status() != 429 || !ErrorShape.fits(trial.seen(), trial.lane().caller) || told < 0) {
            return trial.otherwise("not 429 with Retry-After");
        }
        if (trial.u2().isEmpty()) {
            return Verdict.safe("U2 was never asked");
        }
        boolean right = told <= shorter.toSeconds() + 1 && told >= shorter.toSeconds() - 2;
        return right ? asked(trial, 1, 1) : Verdict.partial("Retry-After: " + told);
    }

    private static long retryAfter(Trial trial) {
        String said = trial.seen().headers().first("retry-after");
        return said == null || !said.matches("\\d+") ? -1 : Long.parseLong(said);
    }

    /** The tool call of U2, whole. */
    static Verdict calls(Trial trial, String arguments) {
        Verdict wrong = trial.wrong();
        if (wrong != null) {
            return wrong;
        }
        Heard answer = trial.seen().answer();
        boolean right = answer != null
                && answer.calls.size() == 1
                && answer.arguments().getFirst().replace(" ", "").equals(arguments);
        return right ? Verdict.PASS : trial.otherwise("U2 could have answered");
    }
}
