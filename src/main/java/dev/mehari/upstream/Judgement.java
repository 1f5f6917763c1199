package dev.mehari.upstream;

import dev.mehari.call.Call;
import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.call.Reply;
import dev.mehari.config.Failover;
import dev.mehari.protocol.Codec;
import dev.mehari.protocol.Codecs;
import dev.mehari.protocol.ErrorFacts;
import dev.mehari.protocol.Translation;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an upstream's error means: looked up in {@code failover.yaml}, worded for the caller. Any thread. */
final class Judgement {
    private final Failover table;
    private final Codecs codecs;
    private final Clock clock;

    Judgement(Failover table, Codecs codecs, Clock clock) {
        this.table = table;
        this.codecs = codecs;
        this.clock = clock;
    }

    /**
     * Judges an error.
     *
     * @param status the HTTP status; that of a success when the error stands inside of it
     * @param headers of the reply, by lower-case name
     * @param body the error as it came, fit for a caller of the same protocol when it is JSON
     */
    UpstreamFailure of(InFlight flight, int status, ErrorFacts facts, Map<String, String> headers, byte[] body) {
        String name = "upstream \"" + flight.upstream().name() + "\"";
        boolean success = status >= 200 && status < 300;
        int said = success ? facts.status() : status;
        Failover.Meaning row = table.row(said, facts.code(), facts.type(), facts.message());
        ErrorKind kind = kind(flight, success, said, row == null ? null : row.kind());
        boolean leaks = Leak.in(body, flight.upstream());
        String words = facts.message() == null || leaks
                ? "status " + (said == 0 ? status : said)
                : Accounts.hidden(facts.message());
        String text = switch (kind) {
            case INSUFFICIENT_QUOTA -> facts.message() == null || leaks ? name + " is out of credit" : words;
            case UPSTREAM_AUTH_FAILED -> name + " refused the gateway's credential";
            case UPSTREAM_MODEL_NOT_FOUND -> name + " does not know the model it is configured with";
            case MODEL_NOT_FOUND -> name + " does not know this model";
            case UPSTREAM_INVALID_REPLY -> name + " answered with status " + status;
            case UPSTREAM_REJECTED, CONTEXT_LENGTH_EXCEEDED, CONTENT_POLICY_VIOLATION -> words;
            default -> name + ": " + words;
        };
        Refusal refusal =
                real(new Refusal(kind, text, ours(kind) ? null : retryAfter(headers, facts, clock.instant())), status);
        if (kind == ErrorKind.UPSTREAM_RATE_LIMITED && row != null && row.ofAccount()) {
            refusal = refusal.ofAccount();
        }
        boolean quotable = facts.json()
                && facts.message() != null
                && !leaks
                && !ours(kind)
                && kind != ErrorKind.INSUFFICIENT_QUOTA;
        Call call = flight.call();
        if (!quotable) {
            boolean callers = call.passthrough() != null && kind == ErrorKind.UPSTREAM_REJECTED;
            return new UpstreamFailure(refusal, fault(kind), callers ? worded(call, refusal, said) : null);
        }
        Codec codec = codecs.of(call.getProtocol());
        Refusal quoted = real(new Refusal(told(kind, said), words, refusal.retryAfter()), status);
        boolean ownShape = flight.speech().protocol() == call.getProtocol()
                && flight.upstream().route() == null;
        if (ownShape && codec.errorsPass() && !rewritten(flight)) {
            Reply itself = Reply.of(shown(kind, said), "application/json", Accounts.hidden(body));
            // In a stream its own event cannot pass when something in it has to be hidden.
            return new UpstreamFailure(refusal, fault(kind), itself, Accounts.in(body) ? quoted : null);
        }
        Reply itself = Reply.of(codec.status(quoted), "application/json", codec.error(quoted, call.getId()));
        return new UpstreamFailure(refusal, fault(kind), itself, quoted);
    }

    /** Whether the upstream was asked in words of the gateway's, as one whose errors may be other than the protocol's. */
    private static boolean rewritten(InFlight flight) {
        Translation translation = flight.speech().translation();
        return translation != null && translation.ofRequest();
    }

    /** Our words with the upstream's status, which says what the caller asked. */
    private Reply worded(Call call, Refusal refusal, int status) {
        byte[] error = codecs.of(call.getProtocol()).error(refusal, call.getId());
        return Reply.of(status, "application/json", error);
    }

    /** The upstream's own status, but never one that would say that the caller's key was refused. */
    private static int shown(ErrorKind kind, int said) {
        boolean key = said == 401 || said == 407 || (said == 403 && kind != ErrorKind.CONTENT_POLICY_VIOLATION);
        return key || said == 0 ? kind.status() : said;
    }

    /** What a caller of another protocol is told: its own has a status of its own for some, and other words. */
    private static ErrorKind told(ErrorKind kind, int said) {
        return switch (kind) {
            case UPSTREAM_REJECTED -> said == 413 ? ErrorKind.REQUEST_TOO_LARGE : kind;
            case UPSTREAM_ERROR -> said == 504 ? ErrorKind.UPSTREAM_TIMEOUT : kind;
            default -> kind;
        };
    }

    /** A fault of the provider's own has the HTTP status that it gave, in every protocol. */
    private static Refusal real(Refusal refusal, int status) {
        boolean own = refusal.kind() == ErrorKind.UPSTREAM_ERROR && (status == 500 || status == 504);
        return own ? refusal.as(status) : refusal;
    }

    private static ErrorKind kind(InFlight flight, boolean success, int said, @Nullable ErrorKind meant) {
        if (!success && said < 400) {
            // Nobody may send the gateway elsewhere, whatever stands in the body.
            return ErrorKind.UPSTREAM_INVALID_REPLY;
        }
        boolean passes = flight.call().passthrough() != null;
        if (passes && said < 500 && (meant == null || meant == ErrorKind.UPSTREAM_MODEL_NOT_FOUND)) {
            // Whatever is not there, the caller named it.
            return ErrorKind.UPSTREAM_REJECTED;
        }
        if (meant == null) {
            return success ? ErrorKind.UPSTREAM_ERROR : ErrorKind.UPSTREAM_INVALID_REPLY;
        }
        return meant == ErrorKind.UPSTREAM_MODEL_NOT_FOUND && flight.ofCallersName()
                ? ErrorKind.MODEL_NOT_FOUND
                : meant;
    }

    /** What is wrong between us and the upstream; its words about it are not for the caller. */
    private static boolean ours(ErrorKind kind) {
        return switch (kind) {
            case UPSTREAM_AUTH_FAILED, UPSTREAM_MODEL_NOT_FOUND, MODEL_NOT_FOUND, UPSTREAM_INVALID_REPLY -> true;
            default -> false;
        };
    }

    /** Whether it speaks against the upstream's health: what its breaker counts. */
    private static boolean fault(ErrorKind kind) {
        return switch (kind) {
            case UPSTREAM_ERROR,
                    UPSTREAM_OVERLOADED,
                    UPSTREAM_TIMEOUT,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_INVALID_REPLY,
                    UPSTREAM_STREAM_INTERRUPTED -> true;
            default -> false;
        };
    }

    /**
     * When the upstream says to come back: {@code retry-after-ms}, else {@code Retry-After} in seconds or as an HTTP
     * date, else what the body says. Null when nothing does, or what does is broken.
     */
    static @Nullable Duration retryAfter(Map<String, String> headers, ErrorFacts facts, Instant now) {
        Duration said = millis(headers.get("retry-after-ms"));
        if (said == null) {
            said = secondsOrDate(headers.get("retry-after"), now);
        }
        return said == null ? facts.retryAfter() : said;
    }

    private static @Nullable Duration millis(@Nullable String text) {
        return text == null ? null : number(text.strip(), 1);
    }

    private static @Nullable Duration secondsOrDate(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        Duration seconds = number(text.strip(), 1000);
        if (seconds != null) {
            return seconds;
        }
        try {
            Instant at = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** A plain number without sign or exponent, in units of so many milliseconds; a year at the most. */
    private static @Nullable Duration number(String text, int unitMillis) {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return null;
        }
        try {
            double value = Double.parseDouble(text) * unitMillis;
            return Duration.ofMillis(
                    Math.min(Math.round(value), Duration.ofDays(365).toMillis()));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
