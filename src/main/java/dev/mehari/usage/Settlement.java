package dev.mehari.usage;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.Caller;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Operation;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import dev.mehari.config.Prices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record of a call that has ended. What the call used and cost is that of its last attempt, the one that
 * answered; what failed attempts used stands with them. On the call's own thread.
 */
public final class Settlement {
    /** In place of what a copy of a call asks: those who count calls must not count it. */
    static final String MIRROR = "mirror";

    private Settlement() {}

    /** Settles with the status of the reply, else of the refusal, else 500. */
    public static UsageRecord settle(Call call, Prices prices, Clock clock) {
        Reply reply = call.reply();
        Refusal refusal = call.refusal();
        ErrorKind error = refusal == null ? ErrorKind.INTERNAL_ERROR : refusal.kind();
        return settle(call, reply == null ? error.status() : reply.status(), prices, clock);
    }

    /**
     * @param status HTTP status that the caller got; a call whose caller left is kept as 499 whatever it says
     * @param prices those of the snapshot that the call ran under
     */
    public static UsageRecord settle(Call call, int status, Prices prices, Clock clock) {
        ErrorKind error = error(call, status);
        Caller caller = call.getCaller();
        Attempt last = call.attempts().last();
        Target target = last == null ? null : last.target();
        List<AttemptRecord> attempts = attempts(call, prices);
        return new UsageRecord(
                call.getId(),
                call.times().receivedAt(),
                caller == null ? null : caller.keyId(),
                caller == null ? null : caller.name(),
                caller == null ? null : caller.team(),
                call.getProtocol().id(),
                call.isShadow() ? MIRROR : call.operation().id(),
                call.getAlias(),
                target == null ? null : target.upstream(),
                last == null ? null : call.modelOf(last),
                error == ErrorKind.CLIENT_CANCELLED ? error.status() : status,
                error == null ? null : error.code(),
                error == null ? null : error.origin().id(),
                call.times().firstByteAt() == null
                        ? null
                        : millis(call.times().receivedAt(), call.times().firstByteAt()),
                millis(call.times().receivedAt(), clock.instant()),
                call.attempts().usage(),
                call.attempts().usageKnown(),
                call.isEstimated(),
                attempts.isEmpty()
                        ? Charge.NOTHING.nanoUsd()
                        : attempts.getLast().costNanoUsd(),
                attempts.isEmpty() ? null : attempts.getLast().priceVersion(),
                call.isStream(),
                call.label(),
                call.getTags(),
                call.decision().notes(),
                attempts);
    }

    private static @Nullable ErrorKind error(Call call, int status) {
        if (call.isCancelled()) {
            return ErrorKind.CLIENT_CANCELLED;
        }
        Refusal refusal = call.refusal();
        if (refusal != null) {
            return refusal.kind();
        }
        return status >= 500 ? ErrorKind.INTERNAL_ERROR : null;
    }

    /** In their order, each priced with its own target. */
    private static List<AttemptRecord> attempts(Call call, Prices prices) {
        List<Attempt> made = call.attempts();
        List<AttemptRecord> records = new ArrayList<>(made.size());
        for (int i = 0; i < made.size(); i++) {
            Attempt attempt = made.get(i);
            Attempt.Next next = Followed.after(attempt, i + 1 < made.size() ? made.get(i + 1) : null, call);
            // To count is free with every provider that counts.
            boolean free = call.operation() == Operation.COUNT_TOKENS;
            records.add(AttemptRecord.of(i + 1, attempt, next, free ? Charge.NOTHING : Charge.of(attempt, prices)));
        }
        return records;
    }

    /** Not below 0: the clock may have been set back. */
    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
