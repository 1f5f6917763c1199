package dev.mehari.upstream;

import dev.mehari.call.Attempt;
import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the failed attempts of a call come to when none is left: the most useful thing to tell its caller. */
final class Failures {
    private Failures() {}

    /**
     * The refusal that says most, with the shortest time any target named. The last word of each target counts. What
     * passes is preferred to what stays, so that a program knows that a later call can work; 429 only when every target
     * said so, since otherwise waiting for a rate limit is not what would help.
     */
    static Optional<Refusal> mostUseful(Call call, Instant now) {
        Map<Target, Attempt> last = new LinkedHashMap<>();
        List<Attempt> failed = new ArrayList<>();
        for (Attempt attempt : call.attempts()) {
            if (attempt.failure() != null) {
                failed.add(attempt);
                last.remove(attempt.target());
                last.put(attempt.target(), attempt);
            }
        }
        Attempt best = null;
        for (Attempt attempt : last.values()) {
            if (best == null || rank(attempt, last.size()) <= rank(best, last.size())) {
                best = attempt;
            }
        }
        Refusal why = best == null ? null : best.failure();
        if (best == null || why == null) {
            return Optional.empty();
        }
        Duration wait = stays(why.kind()) ? why.retryAfter() : shortest(failed, now);
        if (failed.size() < 2 && Objects.equals(wait, why.retryAfter())) {
            return Optional.of(why);
        }
        String text = failed.size() < 2 ? why.text() : "all " + failed.size() + " attempts failed; " + why.text();
        return Optional.of(why.ofAll(text, wait));
    }

    /** The lower, the more useful. */
    private static int rank(Attempt attempt, int targets) {
        Refusal why = attempt.failure();
        ErrorKind kind = why == null ? ErrorKind.INTERNAL_ERROR : why.kind();
        return switch (kind) {
            case UPSTREAM_OVERLOADED,
                    UPSTREAM_ERROR,
                    UPSTREAM_TIMEOUT,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_INVALID_REPLY,
                    UPSTREAM_STREAM_INTERRUPTED -> 0;
            case UPSTREAM_POOL_EXHAUSTED, UPSTREAM_BUSY, UPSTREAM_UNAVAILABLE -> 1;
            case UPSTREAM_RATE_LIMITED -> targets == 1 ? 0 : 4;
            case UPSTREAM_AUTH_FAILED, UPSTREAM_MODEL_NOT_FOUND -> 2;
            case INTERNAL_ERROR -> 3;
            case INSUFFICIENT_QUOTA -> 5;
            default -> 2;
        };
    }

    /** Whether it stays until somebody repairs it, so that no time that is named with it is worth waiting for. */
    static boolean stays(ErrorKind kind) {
        return switch (kind) {
            case UPSTREAM_AUTH_FAILED, UPSTREAM_MODEL_NOT_FOUND, INSUFFICIENT_QUOTA -> true;
            default -> false;
        };
    }

    private static @Nullable Duration shortest(List<Attempt> failed, Instant now) {
        return failed.stream()
                .map(attempt -> left(attempt, now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElse(null);
    }

    /** What is left of the time that a failed attempt's upstream named; empty when it named none. */
    static Optional<Duration> left(Attempt attempt, Instant now) {
        Refusal why = attempt.failure();
        Duration named = why == null ? null : why.retryAfter();
        Instant ended = attempt.endedAt();
        if (named == null || ended == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, ended.plus(named));
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }
}
