package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes down the attempts that failed. Thread of the call. */
record FailedAttempts(Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(FailedAttempts.class);

    /** The attempt that failed; null when it came to none, because the target cannot serve the call. */
    @Nullable
    Attempt of(Call call, Target target, Refusal why) {
        if (why.kind().keptBack()) {
            call.attempts().begin(new Attempt(target, null, clock.instant()));
        }
        Attempt last = call.attempts().last();
        if (last == null || last.failure() != null || !last.target().equals(target)) {
            return null;
        }
        last.failed(why);
        last.ended(clock.instant(), why.kind());
        return last;
    }

    /** A refused credential is the operator's to repair; the rest passes. */
    static void log(Call call, Attempt attempt, Refusal why, Attempt.Next next) {
        boolean ours = why.kind() == ErrorKind.UPSTREAM_AUTH_FAILED
                || why.kind() == ErrorKind.UPSTREAM_MODEL_NOT_FOUND
                || why.kind() == ErrorKind.INSUFFICIENT_QUOTA;
        LOG.atLevel(ours ? Level.WARN : Level.DEBUG)
                .log(
                        "call {}: {} with credential {}: {}; next: {}",
                        call.getId(),
                        attempt.target(),
                        attempt.credentialId() == null ? "none" : attempt.credentialId(),
                        why.text(),
                        next.id());
    }
}
