package dev.mehari.config;

import dev.mehari.call.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt means and what comes next: {@code failover.yaml}. Immutable.
 *
 * @param maxAttempts of one call, over all targets, at least 1
 * @param meanings in order: the first that fits says what an error reply means
 * @param then what comes after a failure of a kind
 */
public record Failover(int maxAttempts, Retry retry, List<Meaning> meanings, Map<ErrorKind, Then> then) {
    /** The status of a row that means: none, an error inside a success that names no status. */
    static final int NO_STATUS = 200;

    /** Codes that find fault with a value of the request: their message holds the caller's words and is not read. */
    static final Set<String> OF_A_VALUE =
            Set.of("invalid_value", "invalid_type", "unknown_parameter", "unsupported_parameter");

    public Failover {
        meanings = List.copyOf(meanings);
        then = Map.copyOf(then);
    }

    /** What comes after a failure. */
    public enum Then {
        /** The same target again after a backoff, a few times; then the next. */
        RETRY,
        /** The next credential or target at once. */
        NEXT,
        /** The caller gets the answer: no other target can help. */
        ANSWER
    }

    /**
     * How a target is tried again.
     *
     * @param maxAttempts at one target, the first included, at least 1
     * @param delay before the first retry; doubled for each further one, with jitter
     * @param maxDelay longest backoff
     * @param maxWait longest time named by an upstream that is waited for when no other target is left
     */
    public record Retry(int maxAttempts, Duration delay, Duration maxDelay, Duration maxWait) {}

    /**
     * A row of the table: every list that is not empty must hold what the reply says.
     *
     * @param names the vendor's own codes or classes of error; kept in lower case, as every case fits
     * @param statuses HTTP statuses; {@link #NO_STATUS} for none
     * @param phrases parts of the message outside of quotation marks; kept in lower case, as every case fits
     * @param ofAccount whether a rate limit is one of the account, over all models; else it is one of the model
     */
    public record Meaning(
            Set<String> names, Set<Integer> statuses, List<String> phrases, ErrorKind kind, boolean ofAccount) {
        public Meaning {
            names = names.stream().map(Failover::lower).collect(Collectors.toUnmodifiableSet());
            statuses = Set.copyOf(statuses);
            phrases = phrases.stream().map(Failover::lower).map(Unquoted::plain).toList();
        }

        private boolean fits(int status, Set<String> named, String said) {
            return (names.isEmpty() || named.stream().anyMatch(names::contains))
                    && (statuses.isEmpty() || statuses.contains(status))
                    && (phrases.isEmpty() || phrases.stream().anyMatch(said::contains));
        }
    }

    /** What follows a failure of this kind. */
    public Then then(ErrorKind kind) {
        return then.getOrDefault(kind, kind.unsayable() ? Then.NEXT : Then.ANSWER);
    }

    /**
     * What an upstream's error means.
     *
     * @param status HTTP status, or the one that the body of a 200 names; 0 when there is none
     * @return null when no row fits
     */
    public @Nullable ErrorKind meaning(
            int status, @Nullable String code, @Nullable String type, @Nullable String message) {
        Meaning row = row(status, code, type, message);
        return row == null ? null : row.kind();
    }

    /** The row that says what {@link #meaning} says; null when none fits. */
    public @Nullable Meaning row(int status, @Nullable String code, @Nullable String type, @Nullable String message) {
        Set<String> named = Set.copyOf(List.of(lower(code), lower(type)));
        boolean ofAValue = named.stream().anyMatch(OF_A_VALUE::contains);
        String said = ofAValue ? "" : Unquoted.of(lower(message));
        int known = status < 400 ? NO_STATUS : status;
        return meanings.stream()
                .filter(m -> m.fits(known, named, said))
                .findFirst()
                .orElse(null);
    }

    /** The table that is shipped with the gateway. */
    public static Failover shipped() {
        return FailoverReader.shipped();
    }

    Failover with(Retry other) {
        return new Failover(maxAttempts, other, meanings, then);
    }

    static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
