package dev.mehari.usage;

import dev.mehari.call.Attempt;
import dev.mehari.call.Attempt.Next;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Origin;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.call.Target;
import org.jspecify.annotations.Nullable;

/**
 * What followed each attempt of a call that has ended. What dispatch decided counts, unless the call ended before it came
 * to pass: a retry that was planned when the caller left is none.
 */
final class Followed {
    private Followed() {}

    /** Null when nobody said and it cannot be told. */
    static @Nullable Next after(Attempt attempt, @Nullable Attempt following, Call call) {
        Next said = attempt.next();
        if (following == null) {
            return said != null && !goesOn(said) ? said : last(attempt, call);
        }
        if (said != null && (goesOn(said) || said == Next.OUTRUN)) {
            return said;
        }
        Target target = following.target();
        return target.equals(attempt.target()) ? null : Next.NEXT_TARGET;
    }

    private static boolean goesOn(Next next) {
        return switch (next) {
            case RETRY, WAIT, NEXT_CREDENTIAL, NEXT_TARGET -> true;
            case DONE,
                    CALLERS_MISTAKE,
                    NO_TARGET_LEFT,
                    ATTEMPTS_SPENT,
                    DEADLINE,
                    NOT_REPEATABLE,
                    CALLER_LEFT,
                    COMMITTED,
                    OUTRUN,
                    GATEWAY -> false;
        };
    }

    private static @Nullable Next last(Attempt attempt, Call call) {
        ErrorKind error = attempt.error();
        if (error == null) {
            return call.isFinished() ? Next.DONE : call.isCancelled() ? Next.CALLER_LEFT : Next.GATEWAY;
        }
        if (call.isCancelled() || error == ErrorKind.CLIENT_CANCELLED) {
            return Next.CALLER_LEFT;
        }
        Refusal end = call.refusal();
        boolean stopped = end != null && end.kind() == ErrorKind.NOT_READY;
        if (stopped || error == ErrorKind.NOT_READY || error == ErrorKind.INTERNAL_ERROR) {
            return Next.GATEWAY;
        }
        Reply reply = call.reply();
        if (reply != null && reply.stream() != null) {
            return Next.COMMITTED;
        }
        if (error.origin() == Origin.CLIENT) {
            return Next.CALLERS_MISTAKE;
        }
        return call.getPlan().isEmpty() ? Next.NO_TARGET_LEFT : null;
    }
}
