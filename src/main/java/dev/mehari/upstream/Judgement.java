package dev.mehari.upstream;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.protocol.Codec.ErrorFacts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an upstream's error status and code mean for the caller and for the next target. */
final class Judgement {
    /** Codes that mean "no money", whatever the status says. GLM's are numbers (its documentation, error codes). */
    private static final Set<String> NO_MONEY =
            Set.of("insufficient_quota", "billing_error", "1113", "1308", "1309", "1310");

    private static final Set<String> BAD_CREDENTIAL =
            Set.of("API_KEY_INVALID", "invalid_api_key", "1000", "1001", "1002", "1003", "1004");

    private Judgement() {}

    /**
     * Judges a status outside 200-299.
     *
     * @param wildcard whether the caller's own model name was passed on, so that a 404 is the caller's typo
     */
    static Verdict of(
            int status, ErrorFacts facts, Map<String, String> headers, String upstream, boolean wildcard, Instant now) {
        String name = "upstream \"" + upstream + "\"";
        Duration wait = retryAfter(headers, now);
        if (status == 402 || named(NO_MONEY, facts)) {
            return Verdict.ours(ErrorKind.INSUFFICIENT_QUOTA, name + " is out of credit", wait);
        }
        if (status == 401 || status == 403 || named(BAD_CREDENTIAL, facts)) {
            return Verdict.ours(ErrorKind.UPSTREAM_AUTH_FAILED, name + " refused the gateway's credential", null);
        }
        if (status == 404) {
            return wildcard
                    ? new Verdict(
                            new Refusal(ErrorKind.MODEL_NOT_FOUND, name + " does not know this model"),
                            true,
                            false,
                            false)
                    : Verdict.ours(
                            ErrorKind.UPSTREAM_MODEL_NOT_FOUND,
                            name + " does not know the model it is configured with",
                            null);
        }
        String said = facts.message() == null ? "status " + status : facts.message();
        if (status == 429) {
            return new Verdict(
                    new Refusal(ErrorKind.UPSTREAM_RATE_LIMITED, name + ": " + said, wait), false, false, true);
        }
        if (status == 408) {
            return new Verdict(new Refusal(ErrorKind.UPSTREAM_TIMEOUT, name + ": " + said), false, true, true);
        }
        if (status == 503 || status == 529) {
            return new Verdict(new Refusal(ErrorKind.UPSTREAM_OVERLOADED, name + ": " + said, wait), false, true, true);
        }
        if (status >= 500) {
            return new Verdict(new Refusal(ErrorKind.UPSTREAM_ERROR, name + ": " + said, wait), false, true, true);
        }
        if (status >= 400) {
            return new Verdict(new Refusal(ErrorKind.UPSTREAM_REJECTED, said), true, false, true);
        }
        return Verdict.ours(ErrorKind.UPSTREAM_INVALID_REPLY, name + " answered with status " + status, null);
    }

    private static boolean named(Set<String> names, ErrorFacts facts) {
        String code = facts.code();
        String type = facts.type();
        return (code != null && names.contains(code)) || (type != null && names.contains(type));
    }

    /** Reads {@code retry-after-ms}, or {@code Retry-After} in seconds or as an HTTP date; null when absent or broken. */
    static @Nullable Duration retryAfter(Map<String, String> headers, Instant now) {
        String millis = headers.get("retry-after-ms");
        String plain = headers.get("retry-after");
        try {
            if (millis != null) {
                return Duration.ofMillis(Math.max(0, Math.round(Double.parseDouble(millis.strip()))));
            }
            if (plain == null) {
                return null;
            }
            if (plain.strip().chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
                return Duration.ofMillis(Math.round(Double.parseDouble(plain.strip()) * 1000));
            }
            Instant at = ZonedDateTime.parse(plain.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    /**
     * The meaning of an answer.
     *
     * @param last whether no other target can help
     * @param fault whether it speaks against the upstream's health
     * @param quotable whether the upstream's own words may be shown to the caller
     */
    record Verdict(Refusal refusal, boolean last, boolean fault, boolean quotable) {
        static Verdict ours(ErrorKind kind, String message, @Nullable Duration retryAfter) {
            return new Verdict(new Refusal(kind, message, retryAfter), false, false, false);
        }
    }
}
