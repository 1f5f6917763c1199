package dev.mehari.it.failover.score;

import dev.mehari.fake.SeenRequest;
import dev.mehari.it.faults.Heard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call and all that is seen of it from outside.
 *
 * @param u1 requests that came to U1
 * @param u2 requests that came to U2
 * @param refused what the strict upstreams would not take
 */
record Trial(Subject subject, Lane lane, Seen seen, List<SeenRequest> u1, List<SeenRequest> u2, List<String> refused) {
    /** What is wrong whatever was asked; null when nothing is. */
    @Nullable
    Verdict wrong() {
        if (!refused.isEmpty()) {
            return Verdict.fail("an upstream refused what it was sent: " + refused.getFirst());
        }
        if (seen.end() == Seen.End.HUNG) {
            return Verdict.fail("the caller gave up after " + subject.patience().toSeconds() + " s");
        }
        if (seen.status() == 200 && seen.end() == Seen.End.WHOLE && seen.heard() == null) {
            return Verdict.fail("no client can read it: " + seen.illegal());
        }
        return null;
    }

    /** The answer, when it is this text and this only. */
    boolean says(String text) {
        Heard answer = seen.answer();
        return answer != null && answer.text.toString().equals(text);
    }

    /** Whether the caller knows that he has not got an answer. */
    boolean honest() {
        if (seen.status() == 200 || seen.status() == 0) {
            return seen.end() == Seen.End.BROKEN || seen.beginning() != null;
        }
        return ErrorShape.fits(seen, lane.caller);
    }

    /** What is to be said of a call that has no right answer. */
    Verdict otherwise(String missing) {
        if (honest()) {
            return Verdict.safe("an error, though " + missing);
        }
        Heard read = seen.heard();
        String said = read == null ? seen.illegal() : read.text + (read.complete ? ", complete" : ", not complete");
        return Verdict.fail("status " + seen.status() + ", " + said);
    }
}
