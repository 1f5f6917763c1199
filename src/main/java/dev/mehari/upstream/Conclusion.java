package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a call ends whose attempts are over. Thread of the call. */
record Conclusion(Sequel sequel, StaleReplies staleReplies, Clock clock) {
    /** With no answer, what is most useful of all that failed becomes the caller's error. */
    void draw(Call call) {
        if (call.isAnswered()) {
            call.recovered();
            return;
        }
        if (call.isCancelled()) {
            throw new Refusal(ErrorKind.CLIENT_CANCELLED, "the caller closed the connection");
        }
        Refusal last = call.refusal();
        if (last == null) {
            throw new Refusal(ErrorKind.INTERNAL_ERROR, "the plan of the call is empty: no target was tried");
        }
        Attempt attempt = call.attempts().last();
        Attempt.Next ending = attempt == null ? null : attempt.next();
        boolean stopped = ending == Attempt.Next.GATEWAY;
        boolean answer = attempt == null || stopped || ending == Attempt.Next.CALLERS_MISTAKE;
        Refusal why = answer ? last : Failures.mostUseful(call, clock.instant()).orElse(last);
        call.recovered();
        if (!answer && stale(call)) {
            return;
        }
        call.failed(why);
        // A single attempt leaves an SDK the retries that it has; several would be multiplied by them.
        long sent = call.attempts().stream().filter(Attempt::sent).count();
        if (!stopped && sent > 1 && !sequel.worthComingBack(call, why)) {
            call.spent();
        }
        Reply said = call.lastWords();
        if (said == null) {
            throw why;
        }
        call.answer(said);
    }

    /** Whether an answer of an earlier call stands in for one; nobody looks for it while a target may still answer. */
    boolean stale(Call call) {
        if (call.isExplained() || call.isShadow() || call.passthrough() != null) {
            return false;
        }
        Reply kept = staleReplies.of(call).orElse(null);
        if (kept == null) {
            return false;
        }
        Map<String, String> headers = new LinkedHashMap<>(kept.headers());
        headers.put("x-mehari-cache", "stale");
        call.answer(new Reply(kept.status(), headers, kept.bytes(), kept.stream()));
        call.times().committed();
        return true;
    }
}
